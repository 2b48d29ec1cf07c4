from bot.letters.documents.columns import numeric, weights
from bot.letters.documents.tree import Table, plain

LONG = "Prosjektlederen sender søknad til fylkeskommunen om å utvide perioden."


def test_a_number_is_given_the_room_it_needs() -> None:
    shares = weights(("Post", "Avvik", "Merknad"), [("Lønn", "-168 000", LONG), ("Reiser", "12 700", LONG)])
    assert shares[1] >= len("-168 000")


def test_one_long_cell_does_not_break_the_cells_beside_it() -> None:
    rows = [(f"Kommune {n}", "E-post", "27. februar kl. 15.03") for n in range(9)]
    shares = weights(("Representerer", "Måte", "Mottatt"), [*rows, ("Hole", LONG * 2, "27. februar kl. 15.03")])
    assert shares[2] >= len("27. februar kl. 15.03")


def test_the_wordiest_column_gets_what_is_left() -> None:
    number, title, result = weights(("Sak", "Tittel", "Resultat"), [("1/22", LONG, "Vedtatt"), ("2/22", LONG, "Falt")])
    assert title > number + result


def test_columns_too_many_for_a_line_share_it_all_the_same() -> None:
    head = tuple(f"Kolonne{n}" for n in range(30))
    assert all(share > 0 for share in weights(head, [head]))


def test_a_table_without_rows_has_shares_and_no_numbers() -> None:
    table = Table("", ("A", "B"), ())
    assert (2, (False, False)) == (len(table.weights), table.numeric)


def test_columns_of_numbers_are_told_from_words() -> None:
    rows = [("Lønn", "1 200 000", "kr 200 000", "12,5 %", "–", "2. mars"), ("Reiser", "-12", "", "3", "–", "4")]
    assert (False, True, True, True, False, False) == numeric(("", "", "", "", "", ""), rows)


def test_the_first_column_says_what_a_row_is_about() -> None:
    assert not Table("", ("År", "Sum"), ((plain("2021"), plain("1")),)).numeric[0]
