"""Answers written beforehand: the texts behind the buttons, and the form with one line a case.

The texts are words that the room `reading` reads without doubt; a test holds them against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.core.meeting import Case, Meeting, Rule
from bot.letters.catalogue import Catalogue
from bot.letters.page import Button

MAY_DEMAND_A_MEETING = frozenset({Rule.UNANIMOUS_WRITTEN, Rule.BOARD})


def mailto(address: str, subject: str, body: str) -> str:
    """A link that opens a new mail with subject and body filled in (RFC 6068 §2, §5: lines end in `%0D%0A`)."""
    lines = "\r\n".join(body.split("\n"))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def form_lines(catalogue: Catalogue, cases: Sequence[Case]) -> list[str]:
    """One line a case, to be filled in after the colon."""
    return [catalogue.word("answer.line", number=case.number) for case in cases]


@dataclass(frozen=True, slots=True)
class Answers:
    """The buttons of one letter; `subject` is that of the mail they write."""

    catalogue: Catalogue
    meeting: Meeting
    address: str
    subject: str

    def voter(self, cases: Sequence[Case]) -> list[Button]:
        """For one with a vote in the cases: approve, vote otherwise, demand a meeting where one may, report absence."""
        shown = [self._vote("approve_all" if len(cases) > 1 else "approve", "approve", cases, primary=True)]
        if len(cases) == 1:
            shown.append(self._vote("object", "object", cases))
        else:
            shown.append(self.by_case(cases))
        if any(self.meeting.rule_of(case) in MAY_DEMAND_A_MEETING for case in cases):
            shown.append(self._vote("meeting", "meeting", cases))
        return [*shown, self._written("absent", self.catalogue.word("answer.absent"))]

    def by_case(self, cases: Sequence[Case]) -> Button:
        """The form, to be filled in."""
        return self._written("by_case" if len(cases) > 1 else "by_line", "\n".join(form_lines(self.catalogue, cases)))

    def approval(self, cases: Sequence[Case]) -> str:
        """The words that approve the cases, as the letter quotes them."""
        if len(cases) == len(self.meeting.cases):
            return _lowered(self.catalogue.word("answer.approve"))
        return ", ".join(self._named("approve", cases))

    def adviser(self) -> list[Button]:
        """For one without a vote: comment, report absence."""
        absent = self._written("absent", self.catalogue.word("answer.absent"))
        return [self._written("comment", "", primary=True), absent]

    def _vote(self, label: str, vote: str, cases: Sequence[Case], *, primary: bool = False) -> Button:
        return self._written(label, self._words(vote, cases), primary=primary)

    def _words(self, vote: str, cases: Sequence[Case]) -> str:
        if len(cases) == len(self.meeting.cases):
            return self.catalogue.word(f"answer.{vote}")
        # Words without a case speak of all of them; one who is asked about some names those.
        return "\n".join(self._named(vote, cases))

    def _named(self, vote: str, cases: Sequence[Case]) -> list[str]:
        word = _lowered(self.catalogue.word(f"answer.{vote}"))
        return [line + word for line in form_lines(self.catalogue, cases)]

    def _written(self, name: str, body: str, *, primary: bool = False) -> Button:
        link = mailto(self.address, self.subject, body)
        return Button(self.catalogue.word(f"button.{name}"), link, primary)


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]
