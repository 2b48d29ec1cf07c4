"""From rows to runs of lines: what the sender wrote, and under which case or point of our letter they wrote it."""

from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from typing import Final

from bot.core.meeting import VoteKey
from bot.reading.own_words.afterthoughts import is_own_in_signature
from bot.reading.own_words.answers import (
    answers_inside,
    begins_with_answer,
    is_bare_answer,
    is_instruction,
    is_judgement,
    is_of_letter,
    is_opinion,
    is_told_to_reader,
    names_case,
    opens_with_answer,
    without_name,
)
from bot.reading.own_words.authors import Authors
from bot.reading.own_words.beneath import heads_something_else, leaves_case_open
from bot.reading.own_words.candidates import may_be_covered, may_hold_words
from bot.reading.own_words.footers import is_footer
from bot.reading.own_words.known import SHORTEST_FRAGMENT, FormLine, Known, bare_letters
from bot.reading.own_words.lines import DELIMITER, LONG_LINE, Flag
from bot.reading.own_words.quoted import Quoted
from bot.reading.own_words.regions import FORWARDED, MARKED, OPEN, OWN, Row
from bot.reading.own_words.remarks import ends_cases, goes_on, is_explained, is_remark
from bot.reading.own_words.run import Run, is_spilled
from bot.reading.own_words.signers import is_closing, is_signature_line
from bot.reading.own_words.unread import are_untied

SIGNATURE: Final = Flag.SIGNATURE
# What the sender may well have written themselves, though a letter of ours has a line like it.
SHORTEST_OWN: Final = 12
# No program breaks lines that are shorter.
SHORTEST_BROKEN: Final = 30
# «- Svarfrist: …»
LONGEST_LABEL: Final = 24


class Reader:
    """Goes through the rows once, keeping the place in the known letter at which it is."""

    def __init__(self, rows: Sequence[Row], known: Known, authors: Callable[[], Authors]) -> None:
        self.rows = rows
        self.known = known
        self.quoted = Quoted(rows, known, authors)
        self.runs: list[Run] = []
        self.seen: set[VoteKey] = set()
        # Under what stands something that is neither ours nor surely an answer.
        self.unsure: set[VoteKey] = set()
        self._anchor: VoteKey | None = None
        self._after = -1
        self._joins = False
        # How many lines of the letter have been read, and the last one, by its letters.
        self.letter_lines = 0
        self._above = ""
        # The run that the row before belongs to, whether that row is a heading or ends a proposal, and whether empty
        # ones follow it.
        self._spoken: Run | None = None
        self._headed = self._proposed = self._gap = False
        # How much of the letter had been read when the last text of a case was.
        self._last_told = 0
        # The last line of the letter, where it looks like a heading or asks, and names no case of the meeting's.
        self._open_line = ""
        # Whether the last line of the letter is one of a form, with nothing written into it.
        self._blank = False
        # The row in hand and the one before it that is not empty.
        self._line = self._before = ""

    def read(self) -> list[Run]:
        """The runs of lines that are the sender's, in the order of the mail."""
        end = self._end()
        start = self._read_above(end)
        for at, row in enumerate(self.rows[start:end], start):
            if row.where is OWN and row.block and self.quoted.is_foreign(row):
                self._leave()
            elif row.where is OWN:
                if not (":" in row.text and self._is_unfilled(at)) and not is_spilled(self.rows, at):
                    self._own(row)
            elif row.block == 1 and row.depth <= 1 and row.where is not FORWARDED:
                self._quoted(row)
            else:
                self._leave()
        if any(run.under and run.after for run in self.runs):
            self._read_on(end)
        self.runs = [run for run in self.runs if not run.loose or self._belongs(run)]
        self.letter_lines += any(_is_in_letter(row) for row in self.rows[end:])
        if not any(line for run in self.runs for line in run.lines):
            self._last_line()
        return self.runs

    def _read_above(self, end: int) -> int:
        """Reads the lines at the top that are surely the sender's and under nothing; how many those are."""
        above = [row.text for row in takewhile(_stands_above, self.rows[:end])]
        if not above or not are_untied(above, self.known):
            return 0
        self.runs.append(Run(None, lines=above))
        self._joins = True
        return len(above)

    def _is_unfilled(self, at: int) -> bool:
        """Whether the line is one of a form that was left empty; a heading has an answer below it."""
        form = self.known.form_line(self.rows[at].text)
        if form is None or form.filled:
            return False
        below = next((row for row in islice(self.rows, at + 1, at + 4) if row.text), None)
        return below is None or below.where is not OWN or self.known.form_line(below.text) is not None

    def _end(self) -> int:
        """Past the last row that can hold words of the sender's; what is quoted below need not be looked at."""
        for at in range(len(self.rows), 0, -1):
            if self._may_hold_words(self.rows[at - 1]):
                return at
        return 0

    def _may_hold_words(self, row: Row) -> bool:
        if not row.text or row.where is OWN:
            return bool(row.text)
        if row.block != 1 or row.depth > 1 or row.where is FORWARDED:
            return False
        unmarked = row.where is OPEN and not row.depth
        if row.depth and may_be_covered(row.text) and self.quoted.is_surely_ours:
            return True
        return (unmarked and self.quoted.tells_own_lines) or may_hold_words(row.text, row.depth, self.known)

    def _last_line(self) -> None:
        """An answer written below an unmarked letter, at the very end, by one who wrote nothing else."""
        last = next((row for row in reversed(self.rows) if row.text), None)
        if last is None or last.where is not OPEN or last.block != 1 or self.quoted.is_by_somebody(last):
            return
        if not self.quoted.is_receipt and is_bare_answer(last.text) and answers_inside(last.text):
            self._leave()
            above = [row.text for row in self.rows if row.text][-2:-1]
            self._open_line = next(filter(leaves_case_open, above), "")
            self._say(last.text, None)

    def _say(self, text: str, under: VoteKey | None, *, filled: bool = False) -> None:
        if not self._joins or not self.runs or self.runs[-1].under != under:
            astray = not filled and self._is_astray(under)
            self.runs.append(Run(under, astray, self.letter_lines, open_line=self._open_line))
        self.runs[-1].lines.append(text)
        self._joins = True

    def _is_astray(self, under: VoteKey | None) -> bool:
        return self.letter_lines > 0 and (under is None or self.known.explains(self._above))

    def _passed(self, letters: str) -> None:
        """Remembers a line of the letter."""
        self.letter_lines += 1
        self._above, self._open_line = letters, ""

    def _leave(self) -> None:
        self._anchor, self._joins = None, False

    def _own(self, row: Row) -> None:
        if row.flag == SIGNATURE:
            if not is_own_in_signature(row.text):
                return
            if not self.runs or DELIMITER not in self.runs[-1].lines:
                self._say(DELIMITER, self._anchor)
        if not row.text:
            self._say("", self._anchor)
            return
        if is_told_to_reader(row.text):
            # Our receipt, which the sender has copied in without any mark.
            self._joins = False
            return
        if not is_bare_answer(row.text) and (self._is_known(row.text, own=True) or self._answers_proposal(row.text)):
            self._joins = False
            return
        self._say(self.known.without_blank_labels(row.text), self._anchor)

    def _answers_proposal(self, text: str) -> bool:
        """Whether the sender has copied a proposal with an answer before or after it; it then is said."""
        found = self.known.beside_proposal(text)
        if found is None or names_case(said := found[1].strip(" -–—:=")) or not opens_with_answer(said):
            return False
        self._joins = False
        self._say(said, found[0])
        return True

    def _is_known(self, text: str, *, own: bool = False) -> bool:
        """Whether the line is our letter's; it then is where the reading stands."""
        letters = bare_letters(text)
        place = self.known.place(letters, self._after)
        if own and place is None:
            return False
        heading = self.known.heading(text) if len(text) <= 600 else None
        if place is None and (heading is None or self._is_answered(text)):
            return False
        if own and not (heading and place) and not self._continues(letters):
            # «Godkjenner leieavtalen» is an answer, though a proposal holds those words.
            inside = place is not None and not self.known.begins(place.end - len(letters))
            if len(letters) < SHORTEST_OWN or (inside and len(text) < LONG_LINE and begins_with_answer(text)):
                return False
        self._anchor = heading or (place.key if place else None)
        self._blank = heading is not None and text.rstrip(" *_").endswith(":")
        if not own or self.known.letter:
            self._passed("" if heading else letters)
        if place:
            self._after = place.end
        elif heading and (end := self.known.end_of_title(text)):
            self._after = end
        if self._anchor:
            self.seen.add(self._anchor)
        return True

    def _continues(self, letters: str) -> bool:
        return self._after >= 0 and self.known.text.startswith(letters, self._after)

    def _is_answered(self, text: str) -> bool:
        form = self.known.form_line(text)
        return form is not None and bool(form.filled)

    def _quoted(self, row: Row) -> None:
        if not row.text:
            self._gap = True
            return
        self._before, self._line = self._line, row.text
        spoken, gap = self._spoken, self._gap
        invited = self._proposed or (self._headed and is_judgement(row.text))
        self._spoken, self._headed, self._proposed, self._gap = None, False, False, False
        if row.where is OPEN and (said := without_name(row.text)) != row.text:
            row = row._replace(text=said)
        form = self.known.form_line(row.text)
        if form is not None and self._fills(form, row):
            self._joins = False
            self._passed("")
            self._say(form.filled, form.key, filled=True)
            self._joins, self._spoken, self._anchor = False, self.runs[-1], form.key
        elif self._is_known(row.text):
            self._joins = False
            self._headed = self._anchor is not None and not self._above
            self._proposed = self._anchor is not None and self.known.ends_proposal(self._above)
            self._last_told = self.letter_lines if self._anchor else self._last_told
        elif row.where is MARKED and (shortened := self.known.shortened_heading(row.text, self._anchor)):
            self._joins, self._anchor, self._headed = False, shortened, True
            self.seen.add(shortened)
            self._passed("")
        elif row.where is MARKED and self._is_covered(row, form):
            key = form.key if form is not None else self._anchor
            told = [form.filled if form else row.text]
            self.runs.append(Run(key, astray=True, after=self.letter_lines, covered=True, lines=told))
            self._joins = False
        elif row.where is OPEN and self._goes_on(row):
            self._joins, self._spoken = False, self.runs[-1]
        elif row.where is OPEN and self._answers(row):
            self._say(row.text, self._anchor)
            self._spoken = self.runs[-1]
        elif row.where is OPEN and self._adds(row, spoken, invited=invited, gap=gap):
            self._joins = False
        else:
            self._pass_over(row)

    def _is_covered(self, row: Row, form: FormLine | None) -> bool:
        """Whether an answer stands in our letter that the client marked as quoted with the rest of it.

        Nobody can tell whether it is the sender's; it is asked about.
        """
        if not may_be_covered(row.text) or not self.quoted.is_surely_ours or self.quoted.is_by_somebody(row):
            return False
        return self._anchor is not None if form is None else bool(form.filled)

    def _pass_over(self, row: Row) -> None:
        """A line that is neither known nor surely an answer."""
        self._joins = False
        self._open_line = row.text if leaves_case_open(row.text) else ""
        if not self.quoted.is_letter:
            self.letter_lines += 1
        if self._anchor:
            self.unsure.add(self._anchor)
        if is_closing(row.text) or is_instruction(row.text) or is_signature_line(row.text) or ends_cases(row.text):
            self._anchor = None
        if heads_something_else(row.text):
            self._anchor = None

    def _adds(self, row: Row, spoken: Run | None, *, invited: bool, gap: bool) -> bool:
        """Whether the line adds to the answer above it, or may be one where answers are put; it then is kept.

        A condition below an answer is never left out; other words only where no letter would have them.
        """
        if is_footer(row.text) or is_closing(row.text) or is_signature_line(row.text) or self._is_explained(row.text):
            return False
        if spoken is not None and goes_on(row.text, gap=gap):
            spoken.lines += [row.text]
            self._spoken = spoken
            return True
        if self.quoted.is_letter or self.quoted.is_receipt or self.quoted.is_by_somebody(row):
            return False
        if self.quoted.is_ours and (self._stands_between(row.text) or (is_remark(row.text) and self._begins(row.text))):
            self._say(row.text, self._anchor)
        elif self._anchor is not None and self._may_be_put_in(row.text, invited=invited):
            self.unsure.add(self._anchor)
            self.runs.append(Run(self._anchor, after=self.letter_lines, loose=True, lines=[row.text]))
        else:
            return False
        self._spoken = self.runs[-1]
        return True

    def _may_be_put_in(self, text: str, *, invited: bool) -> bool:
        """Whether somebody may have put the line into a letter of unknown wording, below a case's text."""
        if self.quoted.bears_reference or is_of_letter(text) or is_instruction(text):
            return False
        return invited or is_remark(text)

    def _stands_between(self, text: str) -> bool:
        """Whether the line stands among the texts of a case in our notice, where nothing else does."""
        if self._anchor is None or self._blank or not self.quoted.tells_the_cases:
            return False
        return not (is_of_letter(text) and is_instruction(text))

    def _begins(self, text: str) -> bool:
        """Whether a sentence begins with the line: it is not the end of one that a program has broken."""
        if self._anchor is not None:
            return True
        labelled = len(self._before) < LONG_LINE and ":" in self._before[:LONGEST_LABEL] and text[:1].isupper()
        ended = labelled or len(self._before) < SHORTEST_BROKEN or self._before[-1] in ".:!?»”"
        return self.quoted.tells_the_cases and ended and text.lstrip("-–*•· ")[:1].isalpha()

    def _is_explained(self, text: str) -> bool:
        return not self.quoted.is_letter and is_explained(text, self.known)

    def _read_on(self, start: int) -> None:
        """Reads the rest of a letter that holds answers, for what is no answer by itself."""
        for row in self.rows[start:]:
            if row.block == 1 and row.where is OPEN:
                self._quoted(row)

    def _belongs(self, run: Run) -> bool:
        """Whether loose words are the sender's: below the last proposal a letter goes on in words of its own."""
        if any(map(is_remark, run.lines)):
            return True
        answered = any(each.under and each.after and not each.loose for each in self.runs)
        return answered and (run.after < self._last_told or any(map(is_opinion, run.lines)))

    def _fills(self, form: FormLine, row: Row) -> bool:
        """Whether somebody filled in the form here: not in a receipt, and not in another member's answer."""
        if not form.filled:
            return False
        if self.quoted.is_letter:
            return self.known.place(bare_letters(row.text), -1) is None and not self.quoted.is_by_somebody(row)
        if row.where is MARKED or self.quoted.is_by_somebody(row) or self.quoted.is_listed(row.text):
            # Only of a letter that is known can it be said what was written into a line that is marked as quoted.
            return False
        if self.quoted.is_receipt or self.quoted.is_ours:
            return self.quoted.is_ours
        if is_instruction(form.filled) or not self.quoted.asks:
            return False
        return opens_with_answer(form.filled) or is_remark(form.filled)

    def _goes_on(self, row: Row) -> bool:
        """Whether the line is our letter's with an answer written after it; it then is said."""
        letters = bare_letters(row.text)
        found = self.known.beyond(row.text, letters) if len(letters) > SHORTEST_FRAGMENT else None
        if found is None or not answers_inside(found[1]) or self.quoted.is_by_somebody(row):
            return False
        self._anchor, said = found
        self._passed(letters[: len(letters) - len(bare_letters(said))])
        self._joins = False
        self._say(said, self._anchor)
        self.seen.add(self._anchor)
        return True

    def _answers(self, row: Row) -> bool:
        """Whether the line was put into an unmarked quote of our letter by the one who answers it."""
        if (
            self.quoted.is_by_somebody(row)
            or is_footer(row.text)
            or is_closing(row.text)
            or is_signature_line(row.text)
        ):
            return False
        if self.quoted.is_letter or self.quoted.is_marked:
            # Among marked lines nothing else stands without a mark, but for the end of one that a program has broken.
            put_in = self.quoted.is_marked and (len(self._before) < LONG_LINE or self._before[-1] in ".:!?»”")
            return put_in or is_bare_answer(row.text) or not is_instruction(row.text)
        return self._anchor is not None and not self.quoted.is_receipt and answers_inside(row.text)


def _stands_above(row: Row) -> bool:
    return row.where is OWN and not row.block and not row.flag


def _is_in_letter(row: Row) -> bool:
    return row.where is not OWN and row.block == 1 and row.depth <= 1 and bool(row.text)
