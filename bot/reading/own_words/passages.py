"""From runs of lines to passages: what the sender wrote, without what closes it, and what it was written under."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.meeting import VoteKey
from bot.reading.own_words.authors import Authors
from bot.reading.own_words.beneath import is_on_line
from bot.reading.own_words.boundaries import is_rule
from bot.reading.own_words.citations import without_citations
from bot.reading.own_words.footers import is_footer, without_banners, without_list_footer
from bot.reading.own_words.known import Known
from bot.reading.own_words.regions import Row
from bot.reading.own_words.run import Run
from bot.reading.own_words.runs import Reader
from bot.reading.own_words.signatures import without_signature
from bot.reading.own_words.signed import without_signed_by_others
from bot.reading.own_words.signers import Sender, is_all_signature


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand together; `under` is the case or point of our notice under which they were written, or None.

    `aside` is true for words inside our letter that stand under no case's heading, proposal or point and on no line of
    its form: below what explains a case (`under` is that case), between greetings or practical lines; and for a remark
    in a letter of unknown wording, which may be the letter's own; and right below a heading or a question that names no
    case of the meeting's. What they answer is not known to be a proposal, so a
    reader should ask what a vote among them is on, unless they name it. No approval elsewhere in the mail is touched
    by one among them; a refusal or an unclear word keeps the case from a vote on all.

    `sure` is the text without what stands below a signature's delimiter, and empty for what a mark of quoting covers;
    None where that is nothing of it. What is not sure counts for nothing, but may hold back what is said elsewhere.

    `by_another` is true where somebody else who is registered has signed the words, or stands above them by name.
    """

    text: str
    under: VoteKey | None = None
    aside: bool = False
    by_another: bool = False
    sure: str | None = None


def sure_of(passages: Sequence[Passage]) -> tuple[Passage, ...] | None:
    """The passages with no more than their `sure` words; None where all words are."""
    if all(each.sure is None for each in passages):
        return None
    told = [each if each.sure is None else replace(each, text=each.sure) for each in passages]
    return tuple(each for each in told if each.text)


def passages_of(
    rows: Sequence[Row], known: Known, sender: Sender, authors: Callable[[], Authors]
) -> tuple[Passage, ...]:
    """The sender's own words in the rows; `authors` is asked only where a quote may hold some of them."""
    reader = Reader(rows, known, authors)
    runs = reader.read()
    said = [
        Passage(
            text,
            run.under,
            aside=_is_aside(run, text, reader),
            by_another=by_another,
            sure="" if run.covered else sure,
        )
        for run in runs
        for text, sure, by_another in [_cleaned(run.lines, sender)]
        if text
    ]
    told = [each for each in said if each.under or not is_all_signature(each.text.split("\n"), sender)]
    return tuple(_for_whole_cases(told or said[:1], reader))


def _is_aside(run: Run, text: str, reader: Reader) -> bool:
    below = run.astray and run.after < reader.letter_lines
    return run.loose or below or (bool(run.open_line) and is_on_line(text, run.open_line))


def _cleaned(lines: Sequence[str], sender: Sender) -> tuple[str, str | None, bool]:
    """The text of the lines without what is none of the sender's, as in `Passage.text`, `sure` and `by_another`."""
    written = [text for text in without_citations(without_banners(without_list_footer(lines))) if not is_footer(text)]
    own, by_another = without_signed_by_others(written, sender)
    unsigned = without_signature(own, sender)
    text, sure = _trimmed(unsigned.lines), None if unsigned.sure == unsigned.lines else _trimmed(unsigned.sure)
    return text, None if sure == text else sure, by_another


def _trimmed(lines: list[str]) -> str:
    """The lines' text without rules and empty lines around it, and without more than one empty line in it."""
    while lines and (not lines[-1] or lines[-1].strip() == "--" or is_rule(lines[-1])):
        lines.pop()
    first = next((at for at, text in enumerate(lines) if text and not is_rule(text)), len(lines))
    told = (text for before, text in zip(["", *lines[first:]], lines[first:], strict=False) if text or before)
    return "\n".join(told)


# «Kan ikke støtte dette punktet»: what names one point is about that point.
_ONE_POINT = re.compile(r"\b(?:punkt(?:et)?|pkt|vedtakspunkt(?:et)?|ledd(?:et)?|point)\b", re.IGNORECASE)


def _for_whole_cases(said: Sequence[Passage], reader: Reader) -> list[Passage]:
    """An answer under the last point, with none under the others, is for the whole case where all are quoted."""
    under = {passage.under for passage in said if passage.under}
    if not under:
        return list(said)
    pointed = {passage.under for passage in said if _ONE_POINT.search(passage.text)}
    whole = {key: VoteKey(key.case) for key in under - pointed if _is_alone_under_last(key, under, reader)}
    return [replace(each, under=whole.get(each.under, each.under)) if each.under else each for each in said]


def _is_alone_under_last(key: VoteKey, under: set[VoteKey], reader: Reader) -> bool:
    last = reader.known.points.get(key.case, 0)
    if last < 2 or key.point != last:
        return False
    others = {VoteKey(key.case, point) for point in range(1, last)}
    return others <= reader.seen and others.isdisjoint(under | reader.unsure)
