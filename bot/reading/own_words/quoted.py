"""What the mail is that was quoted first: a letter of ours, one with a form, a receipt, or somebody else's."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from bot.reading.own_words.answers import is_instruction, is_registration
from bot.reading.own_words.authors import Authors, Standing
from bot.reading.own_words.known import Known, bare_letters, is_reference
from bot.reading.own_words.regions import OPEN, OWN, Row
from bot.reading.own_words.subject import is_answering

BULLETS: Final = ("-", "*", "•", "·", "–")
LONGEST_HEADING: Final = 40
LONGEST_LEAD_IN: Final = 400
# In a quote with marks there is a line without one for so many with one at most.
UNMARKED_AMONG: Final = 2
# So much of a letter tells whether it is one of ours.
MOST_ROWS: Final = 400


class Quoted:
    """The rows of the mail that was quoted first, among all rows; each question is settled when it is first put."""

    def __init__(self, rows: Sequence[Row], known: Known, authors: Callable[[], Authors]) -> None:
        self._rows = [row for row in rows if row.block == 1 and row.where is not OWN]
        self._known = known
        self._authors = authors
        self._standings: dict[str, Standing] = {}

    @cached_property
    def is_letter(self) -> bool:
        """Whether most of it stands in letters that we sent."""
        if not self._known.letter:
            return False
        letters = [bare_letters(row.text) for row in self._rows if row.text][:MOST_ROWS]
        ours = sum(self._known.place(each, -1) is not None for each in letters)
        return ours * 2 > len(letters)

    @cached_property
    def is_receipt(self) -> bool:
        """Whether it tells what was registered: in its subject, a lead-in or heading, not in passing."""
        said = (told for row in self._rows for told in (row.text, row.author))
        leads = (
            text for text in said if len(text) < LONGEST_HEADING or (text.endswith(":") and len(text) < LONGEST_LEAD_IN)
        )
        return any(map(is_registration, {row.subject for row in self._rows})) or any(map(is_registration, leads))

    @cached_property
    def is_ours(self) -> bool:
        """Whether it is of our making, by the reference that it ends with, and has a form to fill in.

        Nothing stands between the texts of a case there but what somebody put in.
        """
        if self.is_letter or self.is_receipt:
            return False
        return self.bears_reference and any(row.where is OPEN and self._is_in_form(row.text) for row in self._rows)

    @cached_property
    def is_marked(self) -> bool:
        """Whether marks cover nearly all of it though a header stands above, so that what they do not is put in."""
        written = [row for row in self._rows if row.text]
        marked = sum(row.depth > 0 for row in written)
        return marked < len(written) <= marked + marked // UNMARKED_AMONG

    @cached_property
    def tells_own_lines(self) -> bool:
        """Whether what is the letter's can be told from what was put into it, whatever that says."""
        return self.is_letter or self.is_ours or self.is_marked

    @cached_property
    def bears_reference(self) -> bool:
        """Whether there is a reference such as each letter of ours ends with."""
        return any(row.where is OPEN and is_reference(row.text) for row in self._rows)

    @cached_property
    def is_surely_ours(self) -> bool:
        """Whether it is a letter of ours that asks, by its reference or its words, whatever marks cover it."""
        if self.is_receipt:
            return False
        return self.is_letter or any(row.depth <= 1 and is_reference(row.text) for row in self._rows)

    def _is_in_form(self, text: str) -> bool:
        form = None if self.is_listed(text) else self._known.form_line(text)
        return form is not None and (text.rstrip(" *_").endswith(":") or bool(form.filled))

    @cached_property
    def asks(self) -> bool:
        """Whether it asks for answers, as a mail with a form does and a list of answers does not."""
        return self.tells_the_cases or any(is_instruction(row.text) or self._is_blank(row.text) for row in self._rows)

    def _is_blank(self, text: str) -> bool:
        form = self._known.form_line(text)
        return form is not None and not form.filled

    def is_listed(self, text: str) -> bool:
        """Whether the line is an item, as what was registered is listed: no form that we send has any."""
        return text.startswith(BULLETS) and not self.tells_the_cases

    @cached_property
    def tells_the_cases(self) -> bool:
        """Whether at least half of what is proposed stands in it, as in a letter of ours."""
        told = "".join(bare_letters(row.text) for row in self._rows)
        proposals = self._known.proposals
        return 2 * sum(each in told for each in proposals) >= len(proposals)

    def is_by_somebody(self, row: Row) -> bool:
        """Whether it is not surely a letter of ours, so that all its words are somebody else's.

        A mail with the cases in it may be a notice by somebody whom nobody told us of, unless it answers another.
        """
        match self._standing(row):
            case Standing.OURS:
                return False
            case Standing.FOREIGN:
                return True
            case Standing.UNSAID:
                return not (self.is_letter or (self.tells_the_cases and not is_answering(row.subject)))

    def is_foreign(self, row: Row) -> bool:
        """Whether the header above the row names somebody else than us."""
        return self._standing(row) is Standing.FOREIGN

    def _standing(self, row: Row) -> Standing:
        if row.author not in self._standings:
            self._standings[row.author] = self._authors().standing(row.author)
        return self._standings[row.author]
