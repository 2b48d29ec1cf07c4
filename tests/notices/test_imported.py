import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadFileError
from bot.notices.imported import Imported, import_notice

DOCUMENTS = Path(__file__).parent / "documents"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "innkalling-2022-03-02.txt"
NOTICES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix != ".json")

BODY = """\
name = "Rådet"
rule = "majority"
coordinator = { name = "Anne Lie", email = "anne.lie@region.example" }

[[seats]]
id = "hole"
name = "Hole"
chair = true
member = { name = "Kari Berg", email = "kari.berg@hole.example" }

[[seats]]
id = "modum"
name = "Modum"
member = { name = "Ola Vik", email = "ola.vik@modum.example" }
substitutes = [{ name = "Ola Vik", email = "another.vik@modum.example" }]
"""

HEAD = """\
Innkalling til styringsgruppemøte

Tid: Onsdag 2. mars 2022 kl. 09.00
Sted: Teams

"""


def imported(folder: Path, text: str, name: str = "notice.txt") -> Imported:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_notice(path, bodies_dir=folder / "bodies")


def meeting(folder: Path, text: str) -> dict[str, Any]:
    found: dict[str, Any] = imported(folder, text).as_json()["file"]["meeting"]
    return found


def case(folder: Path, text: str, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = imported(folder, HEAD + text).as_json()["file"]["cases"][number]
    return found


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.name)
def test_notice_is_read_as_written_beside_it(path: Path) -> None:
    expected = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))

    assert expected == import_notice(path, bodies_dir=None).as_json()


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.name)
def test_meeting_file_holds_what_was_read(path: Path) -> None:
    found = import_notice(path, bodies_dir=None)

    assert found.file == tomllib.loads(found.as_toml())


# -- the real notice


@pytest.fixture
def seed() -> dict[str, Any]:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not here")
    return import_notice(SEED, bodies_dir=None).as_json()


def test_seed_tells_the_meeting(seed: dict[str, Any]) -> None:
    found = seed["file"]["meeting"]

    assert (found["id"], found["starts"], found["place"]) == ("2022-03-02", "2022-03-02", "på mail")
    assert found["title"].startswith("Styringsgruppemøte i prosjektet")
    assert "deadline" not in found


def test_seed_tells_who_asks(seed: dict[str, Any]) -> None:
    found = seed["file"]["body"]

    assert found["organisation"] == "Interkommunalt politisk råd for Ringeriksregionen"
    assert found["coordinator"]["name"].startswith("Inger")
    assert found["coordinator"]["email"].endswith("@ringerike.kommune.no")
    assert found["coordinator"]["phone"].replace(" ", "").isdigit()


def test_seed_tells_six_seats_in_order(seed: dict[str, Any]) -> None:
    seats = seed["file"]["body"]["seats"]

    assert [seat["id"] for seat in seats] == ["krodsherad", "hole", "modum", "jevnaker", "ringerike", "viken"]
    assert all(seat["member"]["name"] and seat["member"]["title"] for seat in seats)
    assert [seat["id"] for seat in seats if seat.get("chair")] == ["hole"]
    assert not [seat for seat in seats if seat.get("absent") or seat.get("substitutes")]


def test_seed_tells_two_cases(seed: dict[str, Any]) -> None:
    first, second = seed["file"]["cases"]

    assert (first["number"], second["number"]) == ("1/22", "2/22")
    assert first["title"].endswith("(PSD)")
    assert [len(each["proposal"]) for each in (first, second)] == [1, 2]
    headings = [line for line in second["text"].split("\n") if line.startswith("#")]
    assert len(headings) == 6
    assert second["text"].count("\n- ") == 5
    assert second["text"].count("**") >= 4
    assert "> " in second["text"]
    assert not [each for each in second["proposal"] if each[0].isdigit()]


def test_seed_names_what_it_does_not_say(seed: dict[str, Any]) -> None:
    missing = seed["missing"]

    assert {"meeting.deadline", "meeting.starts", "body.rule"} <= set(missing)
    assert [f"body.seats[{n}].member.email" for n in range(6)] == [each for each in missing if "seats" in each]


# -- when and where


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("Tid: Onsdag 2. mars 2022", "2022-03-02"),
        ("Dato: 02.03.2022 kl. 09.00–10.30", "2022-03-02T09:00:00+01:00"),
        ("Når: 2.3.22, 13.15", "2022-03-02T13:15:00+01:00"),
        ("Tid: 2/3-22 kl 9", "2022-03-02T09:00:00+01:00"),
        ("Tidspunkt: tysdag 5. juli 2022 klokka 18", "2022-07-05T18:00:00+02:00"),
        ("Møtedato: 2022-03-02\nTid: 09:00 - 11:30", "2022-03-02T09:00:00+01:00"),
        ("Time: 2 March 2022, 9:30", "2022-03-02T09:30:00+01:00"),
        ("Dato:\n2. mars 2022", "2022-03-02"),
    ],
)
def test_date_is_read_as_people_write_it(tmp_path: Path, line: str, starts: str) -> None:
    assert starts == meeting(tmp_path, f"Innkalling til møte\n\n{line}\n")["starts"]


def test_date_without_time_is_missing_its_time(tmp_path: Path) -> None:
    assert "meeting.starts" in imported(tmp_path, "Innkalling til møte\n\nTid: 2. mars 2022\n").missing


def test_year_of_the_case_numbers_is_a_doubt(tmp_path: Path) -> None:
    found = imported(tmp_path, "Innkalling til møte\n\nTid: onsdag 2. mars kl. 9\n\nSak 1/22 Budsjett\n").as_json()

    assert found["file"]["meeting"]["starts"] == "2022-03-02T09:00:00+01:00"
    assert [each["path"] for each in found["doubts"]] == ["meeting.starts"]


def test_wrong_weekday_is_a_doubt(tmp_path: Path) -> None:
    found = imported(tmp_path, "Innkalling til møte\n\nTid: fredag 2. mars 2022\n")

    assert [each.path for each in found.doubts] == ["meeting.starts"]


@pytest.mark.parametrize(
    ("sentence", "deadline"),
    [
        ("Svarfrist: 1. mars 2022 kl. 12.00", "2022-03-01T12:00:00+01:00"),
        ("Svar innen tirsdag 1. mars kl. 12.", "2022-03-01T12:00:00+01:00"),
        ("Vi ber om svar seinast måndag kl. 14.", "2022-02-28T14:00:00+01:00"),
        ("Gi tilbakemelding innen kl. 15.00.", "2022-03-02T15:00:00+01:00"),
        ("Vennligst svar innen kl. 12 dagen før.", "2022-03-01T12:00:00+01:00"),
        ("Frist for å svare er 1.3.22.", "2022-03-01"),
    ],
)
def test_deadline_is_read_from_words(tmp_path: Path, sentence: str, deadline: str) -> None:
    assert deadline == meeting(tmp_path, HEAD + sentence + "\n")["deadline"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Forfall meldes innen tirsdag 1. mars kl. 12 til anne.lie@region.example.",
        "Frist for å melde forfall: 1. mars 2022 kl. 12.",
        "Fråfall skal meldast seinast måndag.",
    ],
)
def test_last_day_for_absence_is_no_deadline(tmp_path: Path, sentence: str) -> None:
    found = imported(tmp_path, HEAD + sentence + "\n")

    assert "deadline" not in found.file["meeting"]
    assert "meeting.deadline" in found.missing


def test_weekday_that_may_be_two_days_is_no_deadline(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD + "Svar innen torsdag kl. 12.\n\nNes, 15. februar 2022\n")

    assert "deadline" not in found.file["meeting"]
    assert [each.path for each in found.doubts] == ["meeting.deadline"]


# -- people


def test_filled_absence_and_substitute_cells_are_read(tmp_path: Path) -> None:
    table = (
        "Kommune\tNavn\tForfall\tVara\nHole\tKari Berg\tX\tPer Dal\nModum\tOla Vik\t\tEva Moe\nNes\tLiv Haug\t-\t-\n"
    )

    seats = imported(tmp_path, HEAD + table).as_json()["file"]["body"]["seats"]

    assert [(seat["id"], seat.get("absent"), seat.get("substitutes")) for seat in seats] == [
        ("hole", True, [{"name": "Per Dal"}]),
        ("modum", None, [{"name": "Eva Moe"}]),
        ("nes", None, None),
    ]


@pytest.mark.parametrize(
    ("table", "seats"),
    [
        (
            "Navn\tStilling\tKommune\tForfall\nKari Berg\tOrdfører\tHole\t\nOla Vik\tRådmann\tModum\tx\n",
            [("hole", "Kari Berg", "Ordfører"), ("modum", "Ola Vik", "Rådmann")],
        ),
        (
            "Deltakere:\n\nHole\tKari Berg\tOrdfører\nØvre Dal\tOla Vik\tOrdfører\n",
            [("hole", "Kari Berg", "Ordfører"), ("ovre-dal", "Ola Vik", "Ordfører")],
        ),
        (
            "Kommune\tRepresentant\nHole\tKari Berg, ordfører\nModum\tOla Vik\n",
            [("hole", "Kari Berg", "ordfører"), ("modum", "Ola Vik", None)],
        ),
        (
            "Medlemmer: Kari Berg (Hole), Ola Vik (Modum)\n",
            [("hole", "Kari Berg", None), ("modum", "Ola Vik", None)],
        ),
        (
            "Innkalte:\nOrdfører Kari Berg, Hole\nOrdfører Ola Vik, Modum\n",
            [("hole", "Kari Berg", "Ordfører"), ("modum", "Ola Vik", "Ordfører")],
        ),
        (
            "Navn\tFunksjon\tRepresenterer\nKari Berg\tLeder\tAP\nOla Vik\tMedlem\tAP\n",
            [("kari-berg", "Kari Berg", "Leder"), ("ola-vik", "Ola Vik", "Medlem")],
        ),
    ],
    ids=["titles", "no head", "name with title", "one line", "lines", "parties"],
)
def test_those_invited_are_read_as_people_list_them(
    tmp_path: Path, table: str, seats: list[tuple[str, str, str | None]]
) -> None:
    found = imported(tmp_path, HEAD + table).as_json()["file"]["body"]["seats"]

    assert seats == [(seat["id"], seat["member"]["name"], seat["member"].get("title")) for seat in found]


def test_substitute_on_a_line_of_their_own_stands_for_the_named(tmp_path: Path) -> None:
    table = "Funksjon\tNavn\tForfall\tMøter for\nLeder\tKari Berg\t\t\nMedlem\tOla Vik\tFORF\t\n"
    table += "Varamedlem\tEva Moe\t\tOla Vik\n"

    seats = imported(tmp_path, HEAD + table).as_json()["file"]["body"]["seats"]

    assert [(seat["id"], seat.get("substitutes")) for seat in seats] == [
        ("kari-berg", None),
        ("ola-vik", [{"name": "Eva Moe"}]),
    ]


def test_substitute_for_nobody_is_a_doubt(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD + "Funksjon\tNavn\tForfall\nLeder\tKari Berg\t\nVaramedlem\tEva Moe\t\n")

    assert [each.read for each in found.doubts] == ["Eva Moe"]


def test_seat_id_is_its_name_in_plain_letters(tmp_path: Path) -> None:
    table = "Kommune\tNavn\tVara\nØvre Sør-Ås\tKari Berg\t\nÆrfugløy\tOla Vik\t\n"

    seats = imported(tmp_path, HEAD + table).as_json()["file"]["body"]["seats"]

    assert [seat["id"] for seat in seats] == ["ovre-sor-as", "aerfugloy"]


def test_observer_has_no_vote(tmp_path: Path) -> None:
    table = "Navn\tFunksjon\tRepresenterer\nKari Berg\tLeder\tHole\nJon Rud\tObservatør\tFylket\n"

    seats = imported(tmp_path, HEAD + table).as_json()["file"]["body"]["seats"]

    assert [(seat.get("chair"), seat.get("votes")) for seat in seats] == [(True, None), (None, False)]


def test_leader_of_another_body_does_not_chair(tmp_path: Path) -> None:
    table = "Kommune\tNavn\tTittel\nHole\tKari Berg\tOrdfører (leder IPR)\nModum\tOla Vik\tDaglig leder\n"

    assert "body.seats.chair" in imported(tmp_path, HEAD + table).missing


def test_known_member_is_completed_and_told(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "radet.toml").write_text(BODY, encoding="utf-8")
    table = "Kommune\tNavn\tVara\nHole\tKari Berg\t\nModum\tOla Vik\t\n"

    found = imported(tmp_path, HEAD + table).as_json()

    seats = found["file"]["body"]["seats"]
    assert seats[0]["member"]["email"] == "kari.berg@hole.example"
    assert "body.seats[0].member.email" in [each["path"] for each in found["doubts"]]
    assert "email" not in seats[1]["member"], "two people have that name"
    assert "body.seats[1].member.email" in found["missing"]


def test_vote_of_one_who_is_known_to_have_none_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    adviser = '[[seats]]\nid = "fylket"\nname = "Fylket"\nvotes = false\n'
    adviser += 'member = { name = "Jon Rud", email = "jon.rud@fylket.example" }\n'
    (tmp_path / "bodies" / "radet.toml").write_text(BODY + adviser, encoding="utf-8")
    table = "Kommune\tNavn\tVara\nHole\tKari Berg\t\nFylket\tJon Rud\t\n"

    found = imported(tmp_path, HEAD + table).as_json()

    assert ["body.seats[1].votes"] == [each["path"] for each in found["doubts"] if each["path"].endswith("votes")]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Saken avgjøres skriftlig etter kommuneloven § 11-8.", "unanimous-written"),
        ("Vedtak krever to tredjedels flertall.", "two-thirds"),
        ("Vedtak treffes med alminnelig flertall.", "majority"),
    ],
)
def test_rule_is_read_where_the_notice_says_it(tmp_path: Path, line: str, rule: str) -> None:
    assert rule == imported(tmp_path, HEAD + line + "\n").file["body"]["rule"]


# -- cases


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("Sak 1/22 Budsjett", "1/22", "Budsjett"),
        ("Sak 1/22\n\nBudsjett", "1/22", "Budsjett"),
        ("PS 031/22 - Budsjett", "31/22", "Budsjett"),
        ("SAK 3/2022: Budsjett", "3/2022", "Budsjett"),
        ("Sak nr. 4/22 – Budsjett", "4/22", "Budsjett"),
        ("Sak 4: Budsjett", "4", "Budsjett"),
        ("12/22 Budsjett", "12/22", "Budsjett"),
    ],
)
def test_case_heading_is_read(tmp_path: Path, heading: str, number: str, title: str) -> None:
    found = case(tmp_path, f"{heading}\n\nForslag til vedtak:\n\nBudsjettet vedtas.\n")

    assert (found["number"], found["title"]) == (number, title)


@pytest.mark.parametrize(
    "label",
    [
        "Forslag til vedtak:",
        "Forslag til vedtak",
        "Innstilling:",
        "Framlegg til vedtak:",
        "Rådmannens forslag:",
        "Kommunedirektørens innstilling",
        "Kommunedirektøren sitt framlegg til vedtak:",
        "Kommunedirektørens forslag til vedtak:",
        "**Forslag til vedtak:**",
        "Vedtaksforslag:",
    ],
)
def test_proposal_label_is_known(tmp_path: Path, label: str) -> None:
    found = case(tmp_path, f"Sak 1/22 Budsjett\n\nDet er trangt.\n\n{label}\n\nBudsjettet vedtas.\n")

    assert (found["proposal"], found["text"]) == (["Budsjettet vedtas."], "Det er trangt.")


def test_lead_in_is_no_point(tmp_path: Path) -> None:
    found = case(tmp_path, "Sak 1/22 X\n\nForslag til vedtak:\n\nStyret fatter slikt vedtak:\n\n1. Ja.\n2. Nei.\n")

    assert found["proposal"] == ["Ja.", "Nei."]


def test_letters_below_a_point_belong_to_it(tmp_path: Path) -> None:
    found = case(tmp_path, "Sak 1/22 X\n\nForslag til vedtak:\n\n1. Vi kjøper:\n   a) bil\n   b) båt\n2. Vi betaler.\n")

    assert found["proposal"] == ["Vi kjøper:\na) bil\nb) båt", "Vi betaler."]


def test_proposal_ends_at_the_next_heading(tmp_path: Path) -> None:
    found = case(tmp_path, "Sak 1/22 X\n\nInnstilling:\n\n1. Ja.\n2. Nei.\n\nSaksopplysninger\n\nDet er slik.\n")

    assert found["proposal"] == ["Ja.", "Nei."]
    assert found["text"] == "### Saksopplysninger\n\nDet er slik."


def test_recommendation_of_the_project_leader_is_text(tmp_path: Path) -> None:
    text = "Sak 1/22 X\n\nProsjektleders anbefaling:\n\nVent.\n\nForslag til vedtak:\n\nVi venter.\n"

    found = case(tmp_path, text)

    assert found["proposal"] == ["Vi venter."]
    assert found["text"] == "### Prosjektleders anbefaling:\n\nVent."


def test_points_of_a_quoted_decision_are_text(tmp_path: Path) -> None:
    text = (
        "Sak 1/22 X\n\nI protokollen står følgende:\n\n1. Det første.\n2. Det andre.\n\n"
        "Vurdering:\n\nGreit.\n\nForslag til vedtak:\n\nVi godtar det.\n"
    )

    found = case(tmp_path, text)

    assert found["proposal"] == ["Vi godtar det."]
    assert "> 1. Det første.\n> 2. Det andre." in found["text"]


def test_two_different_proposals_are_a_doubt(tmp_path: Path) -> None:
    text = HEAD + "Sak 1/22 X\n\nInnstilling:\n\nJa.\n\nForslag til vedtak:\n\nNei.\n"

    assert [each.path for each in imported(tmp_path, text).doubts] == ["cases[0].proposal"]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Unntatt offentlighet, offl. § 13", "offl. § 13"),
        ("(Unntatt offentlighet jf. offentleglova § 23 første ledd)", "offentleglova § 23 første ledd"),
        ("U.off., offl. § 13 jf. fvl. § 13 nr. 1", "offl. § 13 jf. fvl. § 13 nr. 1"),
    ],
)
def test_closed_case_states_its_section(tmp_path: Path, line: str, section: str) -> None:
    found = case(tmp_path, f"Sak 1/22 Ansettelse\n\n{line}\n\nForslag til vedtak:\n\nOla ansettes.\n")

    assert (found["public"], found["exempt_under"], found["title"]) == (False, section, "Ansettelse")


def test_closed_case_without_section_is_missing_it(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD + "Sak 1/22 Ansettelse (unntatt offentlighet)\n\nForslag til vedtak: Ja.\n")

    assert found.file["cases"][0]["public"] is False
    assert "cases[0].exempt_under" in found.missing


def test_attachment_without_a_file_is_missing(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD + "Sak 1/22 X\n\nForslag til vedtak: Ja.\n\nVedlegg:\n\n- Plan\n")

    assert "cases[0].documents" in found.missing
    assert found.file["cases"][0]["text"] == "### Vedlegg:\n\n- Plan"


def test_miscellaneous_without_number_is_no_case(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD + "Saksliste\n\nSak 1/22 Budsjett\n\nEventuelt\n")

    assert [each["number"] for each in found.file["cases"]] == ["1/22"]


def test_case_that_is_only_mentioned_is_no_case(tmp_path: Path) -> None:
    text = "Sak 1/22 X\n\nSom kjent ble\nsak 7/21 utsatt, og\n\nSak 7/21 ble så vedtatt.\n\nForslag til vedtak: Ja.\n"

    assert [each["number"] for each in imported(tmp_path, HEAD + text).file["cases"]] == ["1/22"]


def test_closing_of_the_notice_is_no_proposal(tmp_path: Path) -> None:
    found = case(tmp_path, "Sak 1/22 X\n\nForslag til vedtak:\n\nJa.\n\nVennlig hilsen\nAnne Lie\nsekretær\n")

    assert found["proposal"] == ["Ja."]


# -- files that are no notice


@pytest.mark.parametrize(
    ("name", "raw", "what"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"PK\0\0", "is no text"),
        ("a.doc", b"\xd0\xcf", "open it in Word and save it as .docx"),
        ("a.docm", b"PK", "it may carry macros"),
        ("a.docx", b"PK\3\4 no zip", "is broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is encrypted or from an old Word"),
        ("a.odt", b"nothing", "is broken"),
        ("a.pdf", b"%PDF-1.7 nothing", "is broken"),
        ("a.eml", b"\n\nno header", "is no mail"),
        ("a", b"text", "is not read"),
        ("a.xyz", b"text", "give the notice as one of .docx"),
    ],
)
def test_file_that_cannot_be_read_gets_one_line(tmp_path: Path, name: str, raw: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    with pytest.raises(BadFileError) as refused:
        import_notice(path, bodies_dir=None)

    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith(f"{path}: ")
    assert what in refused.value.problems[0]


def test_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(BadFileError, match="is larger than 50 MB"):
        import_notice(path, bodies_dir=None)
