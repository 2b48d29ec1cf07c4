"""What people say, and what they mean by it: the words are chosen for the meaning, so that the truth is known.

Only words of which reading-replies.md leaves no doubt: whether the reader understands everything that people may
write is the matter of tests/reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from bot.core.meeting import Case, Meeting, Role, Seat

Key = tuple[str, int | None]

_APPROVE_ALL = (
    *("Godkjent", "Godkjent.", "OK", "Ja", "Støttes", "Enig", "Tiltres", "Ingen innvendinger", "I orden"),
    *("Har ikke noe imot forslagene", "Godkjennes", "Godkjend", "Approved", "Vedtas", "Samtykker"),
    *("Godkjent. Bra arbeid!", "godkjendt", "Helt greit for meg", "Alle sakene godkjennes."),
)
APPROVE_MINUTES = ("Godkjent", "Protokollen er godkjent.", "Jeg godkjenner protokollen", "Ja")
_ONE = {
    "approve": ("Sak {n}: godkjent", "Godkjent sak {n}", "{n} godkjent"),
    "object": ("Sak {n}: imot", "Jeg stemmer imot sak {n}", "Kan ikke støtte sak {n}", "Sak {n}: ikke godkjent"),
    "abstain": ("Avstår i sak {n}", "Sak {n}: avstår", "Jeg stemmer blankt i sak {n}"),
    "recused": ("Jeg er inhabil i sak {n}", "Sak {n}: inhabil"),
    "withdraw": ("Jeg trekker min stemme i sak {n}",),
    "meeting": ("Jeg krever møte i sak {n}", "Sak {n}: krever møte"),
}
_ABSENT = ("Jeg melder forfall", "Melder forfall.", "Jeg kan dessverre ikke delta.", "Har forfall", "Kan ikke møte")
_PRESENT = ("Jeg møter", "Jeg deltar.")
_UNCLEAR = (
    *("Ser greit ut", "Kjør på", "Godkjent under forutsetning av at budsjettet holder.", "Ja/nei", "Kommer senere"),
    *("Takk for innkallingen.", "Har forfall, men godkjenner", "Jeg godkjenner i morgen", "Enig med Olav", "👍"),
    *("Godkjent, men hvem betaler?", "Sak 9/26: godkjent", "", "Er på reise den dagen"),
)


@dataclass(frozen=True, slots=True)
class Meant:
    """One utterance: the words, and what they mean. Nothing meant is what has to be asked back.

    `named` is the substitute whom an absent member names, `listed` whether the seat's list has them.
    """

    text: str
    votes: Mapping[Key, str] = field(default_factory=dict)
    attendance: str = ""
    named: str = ""
    listed: bool = True

    @property
    def clear(self) -> bool:
        return bool(self.votes or self.attendance)


def utter(chance: Random, meeting: Meeting, seat: Seat, role: Role) -> Meant:
    """What somebody who may speak for the seat says."""
    kinds: tuple[tuple[int, Callable[[], Meant]], ...] = (
        (30, lambda: approve_all(chance, meeting)),
        (25, lambda: _case_by_case(chance, meeting)),
        (12, lambda: _one_case(chance, meeting)),
        (8, lambda: _but(chance, meeting)),
        (6, lambda: _by_points(chance, meeting)),
        (12, lambda: _away(chance, seat, role)),
        (4, lambda: Meant(chance.choice(_PRESENT), attendance="present")),
        (10, lambda: Meant(chance.choice(_UNCLEAR))),
    )
    (said,) = chance.choices([make for _, make in kinds], [weight for weight, _ in kinds])
    return said()


def approve_all(chance: Random, meeting: Meeting, words: tuple[str, ...] = _APPROVE_ALL) -> Meant:
    """Words by which all is approved."""
    return Meant(chance.choice(words), {(case.number, None): "approve" for case in meeting.cases})


def _case_by_case(chance: Random, meeting: Meeting) -> Meant:
    values = chance.choices(("approve", "object", "abstain"), (6, 3, 1), k=len(meeting.cases))
    words = {"approve": "godkjent", "object": "imot", "abstain": "avstår"}
    lines = [f"Sak {case.number}: {words[vote]}" for case, vote in zip(meeting.cases, values, strict=True)]
    votes = {(case.number, None): vote for case, vote in zip(meeting.cases, values, strict=True)}
    return Meant("\n".join(lines), votes)


def _one_case(chance: Random, meeting: Meeting) -> Meant:
    case = chance.choice(meeting.cases)
    (vote,) = chance.choices(tuple(_ONE), (5, 5, 3, 4, 3, 1))
    return Meant(chance.choice(_ONE[vote]).format(n=case.number), {(case.number, None): vote})


def _but(chance: Random, meeting: Meeting) -> Meant:
    against = chance.choice(meeting.cases)
    if len(meeting.cases) == 1:
        return Meant("Jeg stemmer imot.", {(against.number, None): "object"})
    votes = {(case.number, None): "object" if case is against else "approve" for case in meeting.cases}
    return Meant(f"Godkjent, men imot sak {against.number}", votes)


def _by_points(chance: Random, meeting: Meeting) -> Meant:
    with_points: list[Case] = [case for case in meeting.cases if case.points]
    if not with_points:
        return _one_case(chance, meeting)
    case = chance.choice(with_points)
    votes = {(case.number, point): chance.choice(("approve", "approve", "object")) for point in case.points}
    words = {"approve": "godkjent", "object": "imot"}
    told = ", ".join(f"punkt {point} {words[vote]}" for (_, point), vote in votes.items())
    return Meant(f"Sak {case.number}: {told}", votes)


def _away(chance: Random, seat: Seat, role: Role) -> Meant:
    absent = chance.choice(_ABSENT)
    if role is Role.SUBSTITUTE or chance.random() < 0.5:
        return Meant(absent, attendance="absent")
    if seat.substitutes and chance.random() < 0.8:
        name = chance.choice(seat.substitutes).name
        return Meant(f"Jeg melder forfall. {name} møter i mitt sted.", attendance="absent", named=name)
    return Meant(
        "Jeg melder forfall. Tor Ukjent møter i mitt sted.", attendance="absent", named="Tor Ukjent", listed=False
    )
