import pytest

from bot.notices.people import person_in


@pytest.mark.parametrize(
    ("text", "seat", "office"),
    [
        ("Kari Berg, ordfører, Hole", "Hole", "ordfører"),
        ("Ordfører Kari Berg (Hole)", "Hole", "Ordfører"),
        ("Kari Berg – Ordfører – Hole", "Hole", "Ordfører"),
        ("Kari Berg - Nore og Uvdal", "Nore og Uvdal", ""),
        ("Kari Berg (kommunalsjef, Sør-Fron)", "Sør-Fron", "kommunalsjef"),
        ("Kari Berg, Vestre Slidre", "Vestre Slidre", ""),
        ("Vestre Slidre – Kari Berg", "Vestre Slidre", ""),
        ("Øvre Dal: Kari Berg, varaordfører", "Øvre Dal", "varaordfører"),
        ("Hole kommune v/ordfører Kari Berg", "Hole kommune", "ordfører"),
        ("Hole kommune Kari Berg", "Hole kommune", ""),
        ("Kari Berg frå Gol", "Gol", ""),
        ("Kari Berg / Ål", "Ål", ""),
        ("Leder: Kari Berg (Hole)", "Hole", "Leder"),
        ("Assisterende kommunedirektør Kari Berg, Hole", "Hole", "Assisterende kommunedirektør"),
        ("Kari Berg, ordfører Hole (leder)", "Hole", "ordfører, leder"),
        ("Kari Berg, kasserer", "", "kasserer"),
        ("Kari Berg, Hole, kari.berg@hole.example, tlf. 90 11 22 33", "Hole", ""),
    ],
)
def test_name_office_and_place_are_told_apart_in_any_order(text: str, seat: str, office: str) -> None:
    person = person_in(text)

    assert ("Kari Berg", seat, office) == (person.name, person.seat, person.title)


@pytest.mark.parametrize(
    "text", ["Kari Berg, Hole – FORFALL", "Kari Berg (meldt fråfall)", "Kari Berg – kan ikke møte"]
)
def test_absence_beside_the_name_is_read(text: str) -> None:
    assert person_in(text).absent


@pytest.mark.parametrize(
    "text", ["Kari Berg (Hole), forfall. Vara: Per Dal", "Kari Berg – meldt forfall, vara Per Dal møter"]
)
def test_deputy_behind_the_member_is_no_part_of_the_name(text: str) -> None:
    person = person_in(text)

    assert ("Kari Berg", ["Per Dal"]) == (person.name, [each.name for each in person.substitutes])


def test_what_is_said_of_a_deputy_makes_no_member() -> None:
    person = person_in("Per Dal, vara for Kari Berg")

    assert ("Per Dal", "vara", ()) == (person.name, person.title, person.substitutes)
