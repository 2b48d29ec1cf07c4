"""What the templates see of a meeting: cases as they may leave by plain mail, votes in words.

A closed case leaves as its number and the section that closes it, nothing else, unless the installation's mail is fit
for more (offentleglova; docs/law.md).
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.core.meeting import Case, Meeting, Rule, VoteKey
from bot.core.protocol import CaseResult
from bot.core.reading import Vote
from bot.core.reported import ReportedCase
from bot.letters.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case in a letter. `shown` is false where only its number may be; then `text`, `proposal` and `documents` are
    empty. `text` and `proposal` are Markdown."""

    number: str
    name: str
    heading: str
    shown: bool
    text: str
    proposal: str
    points: int
    documents: tuple[str, ...]
    written: bool


def numbered(entries: Sequence[str]) -> str:
    """Entries as Markdown: one as it is, several as a numbered list that holds each whole."""
    if len(entries) == 1:
        return entries[0]
    hung = (textwrap.indent(entry.strip(), "    ").strip() for entry in entries)
    return "\n".join(f"{number}.  {entry}" for number, entry in enumerate(hung, 1))


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a meeting in a language."""

    catalogue: Catalogue
    meeting: Meeting
    closed_by_mail: bool

    def name(self, number: str) -> str:
        """«Sak 1/22»."""
        return self.catalogue.word("case.name", number=number)

    def heading(self, case: Case | CaseResult) -> str:
        """«Sak 1/22: Endring i styringsdokumentet», «Sak 3/22: unntatt offentlighet (offl. § 13)»."""
        title = case.title if self.may_show(case) else self._ground(case)
        return f"{self.name(case.number)}: {title}"

    def reported(self, case: ReportedCase) -> str:
        """A case of the meeting before, its title first: «Endring i styringsdokumentet (sak 1/22)»."""
        title = case.title if self.may_show(case) else self._ground(case)
        return self.catalogue.word("case.reported", title=title[:1].upper() + title[1:], number=case.number)

    def _ground(self, case: Case | CaseResult | ReportedCase) -> str:
        section = self.catalogue.word("case.closed_under", section=case.exempt_under) if case.exempt_under else ""
        return f"{self.catalogue.word('case.closed')}{section}"

    def may_show(self, case: Case | CaseResult | ReportedCase) -> bool:
        """Whether more than its number may leave by mail."""
        return case.public or self.closed_by_mail

    def view(self, case: Case) -> CaseView:
        """The case as a letter may show it."""
        shown = self.may_show(case)
        return CaseView(
            number=case.number,
            name=self.name(case.number),
            heading=self.heading(case),
            shown=shown,
            text=case.text.strip() if shown else "",
            proposal=numbered(case.proposal) if shown else "",
            points=len(case.points),
            documents=tuple(PurePosixPath(each).name for each in case.documents) if shown else (),
            written=self.meeting.rule_of(case) is Rule.UNANIMOUS_WRITTEN,
        )

    def label(self, key: VoteKey) -> str:
        """«Sak 2/22, punkt 1»."""
        name = self.name(key.case)
        return name if key.point is None else self.catalogue.word("case.point", name=name, point=key.point)

    def named(self, numbers: Iterable[str]) -> str:
        """The cases in running text: «sak 1/22 og 2/22»; empty where there are none."""
        listed = list(numbers)
        form = "case.one" if len(listed) == 1 else "case.several"
        return self.catalogue.word(form, numbers=self.catalogue.listed(listed)) if listed else ""

    def named_keys(self, keys: Iterable[VoteKey]) -> str:
        """Cases and points in running text: «sak 1/22 og punkt 2 i sak 2/22»; empty where there are none."""
        ordered = self.in_order(keys)
        if all(key.point is None for key in ordered):
            return self.named(key.case for key in ordered)
        return self.catalogue.listed(map(self._named_key, ordered))

    def _named_key(self, key: VoteKey) -> str:
        case = self.named([key.case])
        return case if key.point is None else self.catalogue.word("case.point_of", point=key.point, case=case)

    def in_order(self, keys: Iterable[VoteKey]) -> list[VoteKey]:
        """The keys in the meeting's order, a case before its points; unknown ones last."""
        order = {case.number: place for place, case in enumerate(self.meeting.cases)}
        return sorted(keys, key=lambda key: (order.get(key.case, len(order)), key.case, key.point or 0))

    def votes(self, votes: Mapping[VoteKey, Vote], replaced: Sequence[VoteKey] = ()) -> Iterator["VoteView"]:
        """The votes in words, in the meeting's order."""
        for key in self.in_order(votes):
            yield VoteView(self.label(key), self.catalogue.word(f"vote.{votes[key]}"), key in replaced)


@dataclass(frozen=True, slots=True)
class VoteView:
    """One vote in words; `replaced` says that it took the place of an earlier one."""

    label: str
    words: str
    replaced: bool
