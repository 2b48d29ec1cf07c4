"""Our own letters, as they are really written, in the quotes of those who answer them."""

import email
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import policy
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.core.letters import Content, Letter, LetterKind, Notice, Question, Receipt, Reminder
from bot.core.meeting import Role, VoteKey
from bot.core.reading import Reason, Vote
from bot.letters.compose import Sender, compose
from bot.notices import meeting_file
from bot.reading.message import parse
from bot.reading.own_words import OwnWords, extract
from tests.letters.samples import every_letter, html_of, in_language, text_of, written_out
from tests.reading.client_forms import Answer, alternative, divs, header_html, header_plain, paragraphs, single

OSLO = ZoneInfo("Europe/Oslo")
STANDARD = meeting_file.read(Path(__file__).parents[1] / "mails" / "meetings" / "standard.toml")
VOTES = {VoteKey("1/22"): Vote.APPROVE, VoteKey("2/22"): Vote.OBJECT}
LETTERS: dict[str, tuple[LetterKind, Content]] = {
    "notice": (LetterKind.NOTICE, Notice()),
    "reminder": (LetterKind.REMINDER, Reminder()),
    "receipt": (LetterKind.RECEIPT, Receipt(votes=VOTES, standing=VOTES, text="Godkjent sak 1, imot sak 2")),
    "question": (LetterKind.QUESTION, Question((Reason.WHICH_CASE,), text="Imot")),
}


class Quoted(NamedTuple):
    """A letter of ours as its receiver has it."""

    subject: str
    plain: str
    html: str


def letter(name: str, language: str) -> Quoted:
    meeting = replace(STANDARD, body=replace(STANDARD.body, language=language))
    kind, content = LETTERS[name]
    seat = meeting.body.seats[0]
    written = compose(
        Letter(name, kind, seat.member, content, seat, Role.MEMBER),
        meeting,
        Sender("mote@region.example", b"a secret of this test", OSLO),
        now=datetime(2022, 2, 23, 8, tzinfo=OSLO),
    )
    mail = email.message_from_bytes(written.raw, policy=policy.default)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    shown = re.search(r"<body[^>]*>(.*)</body>", html.get_content().replace("\r\n", "\n"), re.DOTALL)
    assert shown
    return Quoted(mail["subject"], plain.get_content().replace("\r\n", "\n"), shown[1])


def outlook_html(words: str, quoted: Quoted) -> str:
    header = f'<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{header_html(Answer(words))}</p></div>'
    return f"<html><body>{paragraphs(words)}{header}{quoted.html}</body></html>"


def outlook(words: str, quoted: Quoted) -> bytes:
    plain = f"{words}\n\n{header_plain(Answer(words))}\n\n{quoted.plain}"
    return alternative(Answer(words), plain, outlook_html(words, quoted))


def outlook_without_plain(words: str, quoted: Quoted) -> bytes:
    return single(Answer(words), outlook_html(words, quoted), "html")


def gmail(words: str, quoted: Quoted) -> bytes:
    said = "ons. 23. feb. 2022 kl. 08:00 skrev Styringsgruppa <mote@region.example>:"
    marked = "\n".join(f"> {line}" for line in quoted.plain.split("\n"))
    html = (
        f"<div dir=ltr>{divs(words)}</div><div class=gmail_quote><div class=gmail_attr>{said}</div>"
        f"<blockquote class=gmail_quote>{quoted.html}</blockquote></div>"
    )
    return alternative(Answer(words), f"{words}\n\n{said}\n\n{marked}", html)


def samsung(words: str, quoted: Quoted) -> bytes:
    rows = "<div>-------- Opprinnelig melding --------</div><div>Fra: Bot </div><div>Dato: 23.02.2022  08:00 </div>"
    return single(Answer(words), f"<div>{divs(words)}</div>{rows}<div>Emne: I </div>{quoted.html}", "html")


CLIENTS: dict[str, Callable[[str, Quoted], bytes]] = {
    "outlook": outlook,
    "outlook_without_plain": outlook_without_plain,
    "gmail": gmail,
    "samsung": samsung,
}


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_nothing_of_our_letter_is_the_senders(
    name: str, language: str, client: Callable[[str, Quoted], bytes], *, known: bool
) -> None:
    quoted = letter(name, language)
    found = extract(parse(client("Imot sak 2, resten er godkjent", quoted)), STANDARD, (quoted.plain,) if known else ())
    assert (found.text, found.alternative) == ("Imot sak 2, resten er godkjent", None)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_subject_of_our_letter_says_nothing(name: str, language: str) -> None:
    mail = single(Answer("", subject=f"SV: {letter(name, language).subject}"), "")
    assert extract(parse(mail), STANDARD).subject == ""


FIRST = "Styringsdokumentet endres på dette punktet."
LAST = "Prosjektleder søker fylkeskommunen om å forlenge prosjektperioden til og med 2023."


def answered(quoted: Quoted) -> Quoted:
    """The letter with answers written into it: below the first proposal and below the last point."""
    plain = quoted.plain.replace(FIRST, f"{FIRST}\n\nStøttes\n").replace(LAST, f"{LAST}\n\nImot\n")
    html = quoted.html.replace(FIRST, f"{FIRST}<p>Støttes</p>").replace(LAST, f"{LAST}<p>Imot</p>")
    return Quoted(quoted.subject, plain, html)


def filled(quoted: Quoted) -> Quoted:
    """The letter with its form filled in."""
    fills = (("1/22: ", "1/22: Godkjent"), ("2/22: ", "2/22: Imot"))
    plain, html = quoted.plain, quoted.html
    for empty, full in fills:
        plain = re.sub(rf"{empty}?$", full, plain, count=1, flags=re.MULTILINE)
        html = re.sub(rf"{empty[:-1]} ?(?=<)", full, html, count=1)
    return Quoted(quoted.subject, plain, html)


def tied(words: OwnWords) -> list[tuple[str, str | None]]:
    return [(passage.text, passage.under and str(passage.under)) for passage in words.passages]


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
@pytest.mark.parametrize("client", ["outlook", "outlook_without_plain", "samsung"])
def test_answers_written_into_our_letter_are_found(client: str, *, known: bool) -> None:
    quoted = letter("notice", "nb")
    mail = CLIENTS[client]("Se under", answered(quoted))
    found = extract(parse(mail), STANDARD, (quoted.plain,) if known else ())
    assert tied(found) == [("Se under", None), ("Støttes", "1/22"), ("Imot", "2/22")]
    assert found.alternative is None


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
@pytest.mark.parametrize("client", CLIENTS)
def test_our_form_filled_in_is_found(client: str, *, known: bool) -> None:
    quoted = letter("notice", "nb")
    found = extract(parse(CLIENTS[client]("Se under", filled(quoted))), STANDARD, (quoted.plain,) if known else ())
    if client == "gmail" and not known:
        # What is marked as quoted can be told from what was written into it only by one who has the letter.
        assert asides(found) == [("Se under", None, False), ("Godkjent", "1/22", True), ("Imot", "2/22", True)]
        return
    assert tied(found) == [("Se under", None), ("Godkjent", "1/22"), ("Imot", "2/22")]
    assert found.alternative is None


def asides(words: OwnWords) -> list[tuple[str, str | None, bool]]:
    return [(each.text, each.under and str(each.under), each.aside) for each in words.passages]


EXPLAINING = "Det er naturlig at den som leder rådet, også leder styringsgruppa."


def with_answer(quoted: Quoted, below: str, answer: str) -> Quoted:
    line = next(each for each in quoted.plain.split("\n") if each.startswith(below))
    return quoted._replace(plain=quoted.plain.replace(line, f"{line}\n\n{answer}\n", 1))


def unmarked(words: str, quoted: Quoted) -> bytes:
    return single(Answer(words), f"{words}\n\n{header_plain(Answer(words))}\n\n{quoted.plain}", "plain")


@pytest.mark.parametrize(
    ("below", "answer", "under"),
    [
        (EXPLAINING, "Enig i det", "1/22"),
        ("Svar", "Ja!", None),
    ],
)
def test_answer_to_nothing_that_is_voted_on_is_marked(below: str, answer: str, under: str | None) -> None:
    quoted = letter("notice", "nb")
    found = extract(parse(unmarked("Se under", with_answer(quoted, below, answer))), STANDARD, (quoted.plain,))
    assert asides(found) == [("Se under", None, False), (answer, under, True)]


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
def test_answers_to_proposals_and_in_the_form_are_not_marked(*, known: bool) -> None:
    quoted = letter("notice", "nb")
    for changed in (answered(quoted), filled(quoted)):
        found = extract(parse(unmarked("Se under", changed)), STANDARD, (quoted.plain,) if known else ())
        assert [each.aside for each in found.passages] == [False] * 3


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
def test_answer_below_the_whole_letter_is_not_marked(*, known: bool) -> None:
    quoted = letter("notice", "nb")
    marked = "\n".join(f"> {line}" for line in quoted.plain.split("\n"))
    body = (
        f"ons. 23. feb. 2022 kl. 08:00 skrev Styringsgruppa <mote@region.example>:\n\n{marked}\n\nGodkjent\n\nMvh Kari"
    )
    found = extract(parse(single(Answer(""), body, "plain")), STANDARD, (quoted.plain,) if known else ())
    assert asides(found)[-1][0].startswith("Godkjent")
    assert [each.aside for each in found.passages] == [False]


def test_answer_between_marked_lines_is_marked() -> None:
    quoted = letter("notice", "nb")
    marked = "\n".join(f"> {line}" for line in quoted.plain.split("\n"))
    first = marked.split("\n", 1)[0]
    marked = marked.replace(first, f"{first}\n\nOk\n", 1)
    marked = marked.replace(f"> {EXPLAINING}", f"> {EXPLAINING}\n\nEnig i det\n", 1)
    body = f"ons. 23. feb. 2022 kl. 08:00 skrev Styringsgruppa <mote@region.example>:\n\n{marked}"
    found = extract(parse(single(Answer(""), body, "plain")), STANDARD)
    assert asides(found) == [("Ok", None, True), ("Enig i det", "1/22", True)]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_reference_in_a_letter_to_somebody_else_is_no_word_of_the_senders(language: str) -> None:
    """Its form says whose it is, though the letter is none that the sender had."""
    quoted = letter("notice", language)
    found = re.search(r"^\w+: ([A-Z2-7]{4}(?:-[A-Z2-7]{4}){2}) \(.+\)$", quoted.plain, re.MULTILINE)
    assert found
    passed_on = quoted.plain.replace(found[1], "ABCD-EFGH-2345")
    told = extract(parse(unmarked("Godkjent", quoted._replace(plain=passed_on))), STANDARD, (quoted.plain,))
    assert [each.text for each in told.passages] == ["Godkjent"]


def plain(text: str) -> OwnWords:
    return extract(parse(single(Answer(""), text)), STANDARD)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("signature", ["", "\n\nMvh Kari"])
def test_letter_that_is_neither_known_nor_announced_nor_marked_says_nothing(
    name: str, language: str, signature: str
) -> None:
    words = plain(f"Avstår i sak 2.{signature}\n\n{letter(name, language).plain}")
    assert words.text.removesuffix(signature) == "Avstår i sak 2."


@pytest.mark.parametrize("name", LETTERS)
def test_words_below_such_a_letter_are_the_senders(name: str) -> None:
    said = "Avstår i sak 2. Takk for arbeidet."
    assert plain(f"{letter(name, 'nb').plain}\n\n{said}").text == said


def test_answers_written_into_such_a_letter_are_found() -> None:
    quoted = answered(letter("notice", "nb"))
    assert tied(plain(f"Se under.\n\n{quoted.plain}")) == tied(extract(parse(unmarked("Se under.", quoted)), STANDARD))


# Words typed into a letter below a header that marks no line as quoted: nothing but the letter tells them from it.
TYPED = (
    "Krever møte om denne",
    "Denne kan vi ikke være med på",
    "Under forutsetning av at fylket betaler",
    "Rådmannen får se på den",
    "Hvem har regnet på dette?",
    "Må ha svar på finansieringen før fristen",
    "Melder forfall til møtet",
    "Nja",
)
PLACES = {
    "2/22": "Sak 2/22: Felles satsing på sykkelveier",
    "2/22#1": "1. Delprosjektet «Sykkelbyen» tas ut av planen",
    "1/22": "Ordføreren i Fjellbygd går inn som leder av styringsgruppa",
}


def typed_in(quoted: Quoted, below: str, answer: str) -> Quoted:
    line = next(each for each in quoted.plain.split("\n") if each.startswith(below))
    shown = quoted.html
    at = shown.index(letters_shown(below))
    end = min(found for tag in ("</h3>", "</li>", "</p>") if (found := shown.find(tag, at)) >= 0)
    end = shown.index(">", end) + 1
    added = f"<p class=MsoNormal>{answer}</p>"
    return Quoted(quoted.subject, quoted.plain.replace(line, f"{line}\n{answer}", 1), shown[:end] + added + shown[end:])


def letters_shown(below: str) -> str:
    return below.removeprefix("1. ")


@pytest.mark.parametrize("client", [outlook, outlook_without_plain, unmarked])
@pytest.mark.parametrize(("under", "below"), PLACES.items())
@pytest.mark.parametrize("answer", TYPED)
def test_whatever_is_typed_into_our_notice_is_said_of_what_it_stands_under(
    answer: str, under: str, below: str, client: Callable[[str, Quoted], bytes]
) -> None:
    found = read_as(client, "Godkjent.", typed_in(letter("notice", "nb"), below, answer))
    assert tied(found) == [("Godkjent.", None), (answer, under)]
    assert [each.aside for each in found.passages] == [False, False]


@pytest.mark.parametrize("client", [outlook, outlook_without_plain, unmarked])
@pytest.mark.parametrize("name", ["notice", "reminder", "question"])
@pytest.mark.parametrize("answer", ["krever møte", "kan ikke støtte", "hvis fylket er med", "hos rådmannen"])
def test_whatever_is_typed_into_the_form_is_said_of_its_case(
    answer: str, name: str, client: Callable[[str, Quoted], bytes]
) -> None:
    quoted = letter(name, "nb")
    changed = Quoted(
        quoted.subject,
        quoted.plain.replace("\nSak 2/22: \n", f"\nSak 2/22: {answer}\n"),
        quoted.html.replace("Sak 2/22: <", f"Sak 2/22: {answer}<"),
    )
    assert changed.plain != quoted.plain
    assert changed.html != quoted.html
    assert tied(read_as(client, "", changed)) == [(answer, "2/22")]


def test_refusal_between_the_practical_lines_of_a_notice_is_not_lost() -> None:
    quoted = letter("notice", "nb")
    found = read_as(unmarked, "Godkjent.", with_answer(quoted, "- Tid:", "Jeg kan ikke komme da"))
    assert asides(found) == [("Godkjent.", None, False), ("Jeg kan ikke komme da", None, True)]


def wrapped(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False) or [""]) for line in text.split("\n"))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [34, 50, 60, 66, 72, 76, 80, 1000])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", ["notice", "reminder", "question"])
def test_letter_that_a_program_has_broken_anew_holds_no_words_of_the_senders(
    name: str, language: str, width: int, gap: str
) -> None:
    quoted = letter(name, language)
    plain = wrapped(quoted.plain, width).replace("\n", gap).replace("\n- ", "\n  *   ")
    assert tied(read_as(unmarked, "Godkjent", quoted._replace(plain=plain))) == [("Godkjent", None)]


@pytest.mark.parametrize(
    "inserted", ["[cid:image001.png@01D8.4F]", "<https://region.example/sak/2>", "[Bilde: logo]", "* * *", "________"]
)
@pytest.mark.parametrize(("under", "below"), PLACES.items())
def test_what_a_program_puts_between_the_lines_is_nobodys_words(under: str, below: str, inserted: str) -> None:
    quoted = with_answer(letter("notice", "nb"), below, inserted)
    assert tied(read_as(unmarked, "Godkjent", quoted)) == [("Godkjent", None)], under


def read_as(client: Callable[[str, Quoted], bytes], words: str, quoted: Quoted) -> OwnWords:
    return extract(parse(client(words, quoted)), STANDARD)


def below(quoted: Quoted, said: str) -> Quoted:
    return quoted._replace(plain=f"{quoted.plain}\n\n{said}\n", html=f"{quoted.html}<p>{said}</p>")


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
@pytest.mark.parametrize("client", ["outlook", "outlook_without_plain", "samsung"])
@pytest.mark.parametrize("name", LETTERS)
def test_words_below_the_end_of_an_unmarked_letter_are_the_senders(name: str, client: str, *, known: bool) -> None:
    """Our reference is the last line of a letter of ours: nothing of it stands below."""
    quoted = letter(name, "nb")
    mail = CLIENTS[client]("Godkjent", below(quoted, "PS: Imot sak 2"))
    found = extract(parse(mail), STANDARD, (quoted.plain,) if known else ())
    assert ([each.text for each in found.passages], found.alternative) == (["Godkjent", "PS: Imot sak 2"], None)


@pytest.mark.parametrize("sender", ["Olav Haugen <olav.haugen@fjellbygd.example>", "Olav Haugen"])
def test_words_below_a_letter_that_somebody_sent_on_are_not_the_senders(sender: str) -> None:
    quoted = letter("notice", "nb")
    header = f"Fra: {sender}\nSendt: 23. februar 2022 08:00\nTil: Kari Berg\nEmne: VS: Innkalling"
    assert plain(f"Se under\n\n{header}\n\n{quoted.plain}\n\nGodkjent begge\n").text == "Se under"
    header = header.replace("VS: ", "")
    assert plain(f"Se under\n\n{header}\n\n{quoted.plain}\n\nGodkjent begge\n").text == "Se under"


def test_words_below_a_letter_that_the_sender_passes_on_are_not_theirs() -> None:
    quoted = below(letter("notice", "nb"), "Godkjent begge")
    mail = single(Answer("", subject="VS: Innkalling"), f"Se under\n\n{header_plain(Answer(''))}\n\n{quoted.plain}")
    assert extract(parse(mail), STANDARD).text == "Se under"


@pytest.mark.parametrize("known", [False, True], ids=["unknown_letter", "known_letter"])
@pytest.mark.parametrize("answer", ["Imot", "Jeg støtter ikke dette", "Krever møte"])
def test_answer_that_the_client_marked_with_the_letter_is_asked_about(answer: str, *, known: bool) -> None:
    """Who types into the quote on a phone or in Gmail leaves it marked as a whole."""
    quoted = letter("notice", "nb")
    mail = gmail(
        "Godkjent",
        quoted._replace(
            plain=quoted.plain.replace(LAST, f"{LAST}\n\n{answer}\n"),
            html=quoted.html.replace(LAST, f"{LAST}<p>{answer}</p>"),
        ),
    )
    found = extract(parse(mail), STANDARD, (quoted.plain,) if known else ())
    assert (asides(found), found.alternative) == ([("Godkjent", None, False), (answer, "2/22", True)], None)


def test_marked_answer_in_a_letter_of_somebody_elses_is_theirs() -> None:
    quoted = answered(letter("notice", "nb"))
    marked = "\n".join(f"> {line}" for line in quoted.plain.split("\n"))
    for author in ("Olav Haugen <olav.haugen@fjellbygd.example>", "Kari Berg <kari.berg@solvik.example>"):
        assert plain(f"Takk\n\nDen 23. feb. 2022 kl. 08:00 skrev {author}:\n\n{marked}").text == "Takk"


# What is listed under the cases once more has their headings: who follows them up.
EVERY = {name: (content, meeting) for name, content, meeting in every_letter() if "follow" not in name}


@pytest.mark.parametrize("client", [gmail, outlook, unmarked], ids=["gmail", "outlook", "unmarked"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", [name for name in EVERY if not name.startswith("draft")])
def test_nothing_of_any_letter_of_ours_is_the_senders(
    name: str, language: str, client: Callable[[str, Quoted], bytes]
) -> None:
    """Papers, closed cases, the meeting before, results: none of it is an answer, whoever does not know the letter."""
    content, meeting = EVERY[name]
    written = written_out(content, meeting, language)
    shown = re.search(r"<body[^>]*>(.*)</body>", html_of(written).replace("\r\n", "\n"), re.DOTALL)
    assert shown
    quoted = Quoted("", text_of(written).replace("\r\n", "\n"), shown[1])
    found = extract(parse(client("Godkjent", quoted)), in_language(meeting, language))
    assert (found.text, found.alternative) == ("Godkjent", None)
