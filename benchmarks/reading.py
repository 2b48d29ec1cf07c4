"""Reading mail, as a multiple of taking the same mails apart with the standard library's `email` (compat32).

    python benchmarks/reading.py [--rounds N] [--from BYTES] [--to BYTES]

All mails of tests/mails, in one run: every contender goes through all of them in every round, so that all meet the
machine at the same time; the figures are those of the best round. Beside its speed stands how often a contender is
right: the sender's own words, without regard to blanks, and for the whole reading what the mail's card says of it.
The peers read the decoded text/plain body, for they know neither MIME nor our letters, and are judged by the mails
that have one; they are no dependencies, and one that is not installed is said to be absent. Memory is the most that
Python held while reading any one mail.
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

from bot.core.meeting import Meeting
from bot.notices import meeting_file
from bot.reading.message import parse
from bot.reading.own_words import extract
from bot.reading.reader import read

MAILS = Path(__file__).parents[1] / "tests" / "mails"
LANGUAGES = ["da", "sv", "en", "de"]


class Mail(NamedTuple):
    """One mail, the meeting it answers, our letters to its sender, and what is expected of it."""

    raw: bytes
    meeting: Meeting
    sent: list[str]
    expected: dict[str, Any]


class Contender(NamedTuple):
    """`run` reads one mail; `right` says whether its answer is, None where nothing can be said of the mail."""

    name: str
    run: Callable[[Mail], Any]
    right: Callable[[Mail, Any], bool | None] | None = None


def mails() -> Iterator[Mail]:
    """The mails of tests/mails with their cards."""
    meetings = {path.stem: meeting_file.read(path) for path in (MAILS / "meetings").glob("*.toml")}
    for path in sorted(MAILS.rglob("*.eml")):
        card = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        sent = [(path.parent / name).read_text(encoding="utf-8") for name in card.get("sent", ())]
        yield Mail(path.read_bytes(), meetings[card["meeting"]], sent, card["expected"])


def _same_words(mail: Mail, text: str) -> bool | None:
    expected = mail.expected
    if "text" not in expected or expected["kind"] not in {"reply", "calendar"}:
        return None
    return text.split() == str(expected["text"]).split()


def _own_words(mail: Mail) -> str:
    passages = extract(parse(mail.raw), mail.meeting, mail.sent).passages
    return "\n".join(passage.text for passage in passages)


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
        yield Contender(name, _over_bodies(reply_of), _same_words_of_body)


def _over_bodies(reply_of: Callable[[str], str]) -> Callable[[Mail], str]:
    return lambda mail: reply_of(plain_body(mail))


def contenders() -> list[Contender]:
    """The yardstick first."""
    return [
        Contender("email, compat32", lambda mail: email.message_from_bytes(mail.raw)),
        Contender("motebot: taken apart", lambda mail: parse(mail.raw)),
        Contender("motebot: own words", _own_words, _same_words),
        Contender("motebot: whole reading", _reading, _same_reading),
        *peers(),
    ]


def seconds(contender: Contender, corpus: list[Mail]) -> float:
    """How long one round takes."""
    started = time.perf_counter()
    for mail in corpus:
        contender.run(mail)
    return time.perf_counter() - started


def peak(contender: Contender, corpus: list[Mail]) -> int:
    """The most bytes that Python held for any one mail."""
    most = 0
    tracemalloc.start()
    for mail in corpus:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        contender.run(mail)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most


def share(contender: Contender, corpus: list[Mail]) -> str:
    """How many of the mails it gets right."""
    if contender.right is None:
        return ""
    judged = [contender.right(mail, contender.run(mail)) for mail in corpus]
    return f"{sum(each is True for each in judged)}/{sum(each is not None for each in judged)}"


def compare(corpus: list[Mail], rounds: int) -> None:
    """Print the table."""
    field = contenders()
    accuracy = {each.name: share(each, corpus) for each in field}
    memory = {each.name: peak(each, corpus) for each in field}
    best = dict.fromkeys(accuracy, float("inf"))
    gc.disable()
    for _ in range(rounds):
        for each in field:
            best[each.name] = min(best[each.name], seconds(each, corpus))
    size = sum(len(mail.raw) for mail in corpus) / len(corpus)
    print(f"{len(corpus)} mails of {size / 1000:.1f} kB on average, best of {rounds} rounds\n")
    print(f"{'':24}{'mails/s':>9}{'time':>8}{'peak kB':>9}{'memory':>8}{'right':>10}")
    bare, held = best[field[0].name], memory[field[0].name]
    for name, took in best.items():
        ratios = f"{len(corpus) / took:9.0f}{took / bare:7.2f}x{memory[name] / 1000:9.0f}{memory[name] / held:7.2f}x"
        print(f"{name:24}{ratios}{accuracy[name]:>10}")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--from", dest="least", type=int, default=0, help="leave out smaller mails (bytes)")
    parser.add_argument("--to", dest="most", type=int, default=20_000, help="leave out larger mails (bytes)")
    chosen = parser.parse_args()
    compare([each for each in mails() if chosen.least <= len(each.raw) <= chosen.most], chosen.rounds)


if __name__ == "__main__":
    main()
