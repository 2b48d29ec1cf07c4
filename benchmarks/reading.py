"""Reading mail, as a multiple of taking the same mails apart with the standard library's `email` (compat32).

    python benchmarks/reading.py [--rounds N] [--from BYTES] [--to BYTES]

Two sets, a table each: all mails of tests/mails as they stand there, and the ordinary replies among them (what clients
send: nothing automatic, broken or hostile) with the header that such a mail carries when it has travelled, about 5 kB
each (headers/travelled.py tells how it is made).

In one run every contender goes through all mails in every round, so that all meet the machine at the same time; the
figures are those of the best round. The first time through, when nothing is kept yet of meetings, letters and lines,
stands beside it. Beside its speed stands how often a contender is right: the sender's own words, without regard to
blanks, and for the whole reading what the mail's card says of it.

«Own words alone» starts from a mail that is taken apart, as the peers start from its decoded text/plain body: they know
neither MIME nor our letters, and are judged by the mails that have such a body. They are no dependencies, and one that
is not installed is said to be absent. Memory is the most that Python held while reading any one mail.
"""

import argparse
import email
import gc
import importlib
import sys
import time
import tomllib
import tracemalloc
from collections.abc import Callable, Iterator
from email.message import Message as Parsed
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.headers.travelled import travelled
from bot.core.meeting import Meeting
from bot.notices import meeting_file
from bot.reading.message import Message, parse
from bot.reading.own_words import extract
from bot.reading.reader import read

MAILS = Path(__file__).parents[1] / "tests" / "mails"
LANGUAGES = ["da", "sv", "en", "de"]
# Folders whose mails no client sends by itself for a person who answers.
EXTRAORDINARY = {"auto", "broken", "calendar", "hostile"}
ORDINARY_SIZES = range(4_000, 7_000)
# How many times what compat32 takes a reading may take, on ordinary replies.
TARGET = 2.0


class Mail(NamedTuple):
    """One mail, the meeting it answers, our letters to its sender, and what is expected of it."""

    raw: bytes
    client: str
    meeting: Meeting
    sent: tuple[str, ...]
    expected: dict[str, Any]


class Contender(NamedTuple):
    """`run` reads what `given` makes of a mail, which is not measured.

    `right` says whether its answer is; None where nothing can be said of the mail.
    """

    name: str
    run: Callable[[Any], Any]
    right: Callable[[Mail, Any], bool | None] | None = None
    given: Callable[[Mail], Any] = lambda mail: mail


def mails() -> Iterator[Mail]:
    """The mails of tests/mails with their cards."""
    meetings = {path.stem: meeting_file.read(path) for path in (MAILS / "meetings").glob("*.toml")}
    for path in sorted(MAILS.rglob("*.eml")):
        card = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        sent = tuple((path.parent / name).read_text(encoding="utf-8") for name in card.get("sent", ()))
        yield Mail(path.read_bytes(), path.parent.name, meetings[card["meeting"]], sent, card["expected"])


def ordinary(corpus: list[Mail]) -> Iterator[Mail]:
    """The ordinary replies of about 5 kB, as they come out of a mailbox."""
    for seed, mail in enumerate(corpus):
        if mail.client not in EXTRAORDINARY and mail.expected["kind"] == "reply":
            raw = travelled(mail.raw, mail.client, seed)
            if len(raw) in ORDINARY_SIZES:
                yield mail._replace(raw=raw)


def _same_words(mail: Mail, text: str) -> bool | None:
    expected = mail.expected
    if "text" not in expected or expected["kind"] not in {"reply", "calendar"}:
        return None
    return text.split() == str(expected["text"]).split()


def _own_words(mail: Mail) -> str:
    return _words_of((parse(mail.raw), mail))


def _words_of(given: tuple[Message, Mail]) -> str:
    message, mail = given
    return "\n".join(passage.text for passage in extract(message, mail.meeting, mail.sent).passages)


def _reading(mail: Mail) -> dict[str, Any]:
    return read(mail.raw, mail.meeting, mail.sent).as_json()


def _same_reading(mail: Mail, reading: dict[str, Any]) -> bool:
    said = ("kind", "seat", "attendance", "votes", "clarify")
    return all(mail.expected.get(key) == reading[key] for key in said if key in mail.expected)


def _same_words_of_body(mail: Mail, text: str) -> bool | None:
    return _same_words(mail, text) if plain_body(mail).strip() else None


def plain_body(mail: Mail) -> str:
    """The first text/plain part, decoded as charitably as the standard library can; empty where there is none."""
    for part in email.message_from_bytes(mail.raw).walk():
        if part.get_content_type() == "text/plain":
            return _decoded(part)
    return ""


def _decoded(part: Parsed) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(str(part.get_param("charset", "utf-8")), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _mail_parser_reply() -> Callable[[str], str]:
    parser = importlib.import_module("mailparser_reply").EmailReplyParser(languages=LANGUAGES)
    return lambda body: parser.parse_reply(body) or ""


def _email_reply_parser() -> Callable[[str], str]:
    parser = importlib.import_module("email_reply_parser").EmailReplyParser
    return lambda body: str(parser.parse_reply(body))


def _talon() -> Callable[[str], str]:
    extract_from_plain = importlib.import_module("talon.quotations").extract_from_plain
    return lambda body: str(extract_from_plain(body))


PEERS = {"mail-parser-reply": _mail_parser_reply, "email-reply-parser": _email_reply_parser, "talon": _talon}


def peers() -> Iterator[Contender]:
    """The peers that are installed; the others are named."""
    for name, load in PEERS.items():
        try:
            reply_of = load()
        except ImportError as error:
            print(f"{name}: absent ({error})")
            continue
        yield Contender(name, reply_of, _same_words_of_body, plain_body)


def contenders() -> list[Contender]:
    """The yardstick first."""
    return [
        Contender("email, compat32", lambda mail: email.message_from_bytes(mail.raw)),
        Contender("motebot: taken apart", lambda mail: parse(mail.raw)),
        Contender("motebot: own words", _own_words, _same_words),
        Contender("motebot: whole reading", _reading, _same_reading),
        Contender("motebot: words alone", _words_of, _same_words, lambda mail: (parse(mail.raw), mail)),
        *peers(),
    ]


def seconds(contender: Contender, given: list[Any]) -> float:
    """How long one round takes."""
    started = time.perf_counter()
    for each in given:
        contender.run(each)
    return time.perf_counter() - started


def peak(contender: Contender, given: list[Any]) -> int:
    """The most bytes that Python held for any one mail."""
    most = 0
    tracemalloc.start()
    for each in given:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        contender.run(each)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most


def share(contender: Contender, corpus: list[Mail], given: list[Any]) -> str:
    """How many of the mails it gets right."""
    if contender.right is None:
        return ""
    judged = [contender.right(mail, contender.run(each)) for mail, each in zip(corpus, given, strict=True)]
    return f"{sum(each is True for each in judged)}/{sum(each is not None for each in judged)}"


def compare(title: str, corpus: list[Mail], rounds: int) -> float:
    """Print the table; what comes back is the whole reading's time as a multiple of the yardstick's."""
    field = contenders()
    given = {each.name: [each.given(mail) for mail in corpus] for each in field}
    first = {each.name: seconds(each, given[each.name]) for each in field}
    best = dict.fromkeys(first, float("inf"))
    gc.disable()
    for _ in range(rounds):
        for each in field:
            best[each.name] = min(best[each.name], seconds(each, given[each.name]))
    gc.enable()
    accuracy = {each.name: share(each, corpus, given[each.name]) for each in field}
    memory = {each.name: peak(each, given[each.name]) for each in field}
    size = sum(len(mail.raw) for mail in corpus) / len(corpus)
    print(f"\n{title}: {len(corpus)} of {size / 1000:.1f} kB on average, best of {rounds} rounds\n")
    print(f"{'':24}{'mails/s':>9}{'time':>8}{'first':>9}{'peak kB':>9}{'memory':>8}{'right':>10}")
    bare, held = best[field[0].name], memory[field[0].name]
    for name, took in best.items():
        times = f"{len(corpus) / took:9.0f}{took / bare:7.2f}x{first[name] / first[field[0].name]:8.2f}x"
        print(f"{name:24}{times}{memory[name] / 1000:9.0f}{memory[name] / held:7.2f}x{accuracy[name]:>10}")
    return best["motebot: whole reading"] / bare


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--from", dest="least", type=int, default=0, help="leave out smaller mails (bytes)")
    parser.add_argument("--to", dest="most", type=int, default=20_000, help="leave out larger mails (bytes)")
    chosen = parser.parse_args()
    corpus = list(mails())
    compare("All mails", [each for each in corpus if chosen.least <= len(each.raw) <= chosen.most], chosen.rounds)
    took = compare("Ordinary replies", list(ordinary(corpus)), chosen.rounds)
    print(f"\nFrom bytes to reading, ordinary replies: {took:.2f} x compat32; {TARGET:.2f} x is wanted.")


if __name__ == "__main__":
    main()
