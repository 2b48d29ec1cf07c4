"""A claim: what a clause may say of votes, before anybody knows which case it is about."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.reading import Reason, Vote
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.unit import Unit

# No sentence of a reply is longer; what is, is no language, and must not cost the time that long sentences cost.
MAX_UNITS: Final = 250


class Claim(NamedTuple):
    """A vote that a clause may carry, or, where `vote` is None, a remark that keeps votes from being counted.

    `references` are what it names, empty for all that the meeting decides; `excluded` is what it leaves out, and
    `spoken_of` the case that its sentence is about, where it names none itself. `excluded_topics` are words of a title
    that say what is left out, `matters` all words of the papers beside the vote. `held` is None where its words leave
    no doubt. `soft` words («ja», «ok») may answer something else than the proposals. `weak` says that nobody need be
    asked where the same case has a clear vote. `bare` words name no proposals either; `contrasted` ones have a vote on
    a named case behind a «men». `judging` says that the remark is a judgement on the case that it names. `clause` is
    its place in the sentence.
    """

    vote: Vote | None
    start: int
    end: int
    references: tuple[Reference, ...] = ()
    excluded: tuple[Reference, ...] = ()
    topics: tuple[Unit, ...] = ()
    held: Reason | None = None
    soft: bool = False
    weak: bool = False
    anaphoric: bool = False
    whole: bool = False
    bare: bool = False
    contrasted: bool = False
    judging: bool = False
    clause: int = 0
    spoken_of: tuple[Reference, ...] = ()
    excluded_topics: tuple[Unit, ...] = ()
    matters: tuple[Unit, ...] = ()

    def hold(self, reason: Reason, *, weak: bool = False) -> "Claim":
        """The same claim, not to be counted; the first reason stays."""
        return self if self.held is not None else self._replace(held=reason, weak=weak)

    @property
    def is_of_rest(self) -> bool:
        """Whether it names «resten» or «ellers» among what it is about."""
        return bool(self.references) and Scope.REST in [each.scope for each in self.references]

    @property
    def names(self) -> bool:
        """Whether it names a case or point of its own."""
        return bool(self.references or self.topics)


OPPOSING: Final = frozenset({Vote.OBJECT, Vote.ABSTAIN, Vote.RECUSED, Vote.MEETING, Vote.WITHDRAW})


BESIDE_LONE: Final = frozenset(
    {
        Concept.REFERENCE, Concept.FILLER, Concept.SELF, Concept.COLON, Concept.TOPIC, Concept.AND, Concept.MARK,
        Concept.DASH, Concept.SYMBOL, Concept.NAME, Concept.COURTESY, Concept.DATE,
    }
)  # fmt: skip


NAMING: Final = (BESIDE_LONE | {Concept.NEGATION, Concept.EXCEPT, Concept.PAPER}) - {Concept.COURTESY}


def only_names(clause: Clause) -> bool:
    """Whether the clause names cases and says nothing of them."""
    return clause.concepts <= NAMING and not (Concept.SYMBOL in clause.concepts and _is_answered_by_sign(clause))


def _is_answered_by_sign(clause: Clause) -> bool:
    """«Sak 1: 👍» says something of the case, and nobody knows what."""
    named = next((at for at, unit in enumerate(clause.units) if unit.reference is not None), len(clause.units))
    return any(unit.concept is Concept.SYMBOL for unit in clause.units[named:])


def first_content(clause: Clause) -> Concept | None:
    """The concept of its first word that is more than a little one; None where there is none."""
    for unit in clause.units:
        if unit.concept not in _LITTLE:
            return unit.concept
    return None


_LITTLE: Final = frozenset({Concept.FILLER, Concept.SELF, Concept.DASH, Concept.MARK, Concept.COLON})


_PERSONS: Final = frozenset({Concept.NAME, Concept.OTHER, Concept.SELF, Concept.DEPUTY, Concept.FILLER})


def is_upon(units: Sequence[Unit], at: int) -> bool:
    """«ved positivt svar», «ved full dekning» is a condition; «ved ordfører Kari Berg» tells who writes."""
    return units[at].form in marks("upon") and len(units) > at + 1 and units[at + 1].concept not in _PERSONS


def asks_in_return(clause: Clause) -> bool:
    """«…, men da må rammen holde», «men det må på plass først»: what is asked for in return is a condition on any
    vote."""
    told = clause.opens(Concept.BUT) and clause.has(Concept.MUST)
    return told and (clause.says("then") or clause.says("beforehand"))


def is_amount(unit: Unit) -> bool:
    """«100 000», «50 %», but not «12»."""
    return unit.concept is Concept.NUMBER and not unit.form.isdecimal()


def demands_meeting(clause: Clause) -> bool:
    """«krever at sak 2 behandles i møte» is no condition on anything."""
    return any(unit.vote is Vote.MEETING for unit in clause.units)
