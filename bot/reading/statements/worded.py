"""What may be asked of the words of one clause, and of all the words of a sentence."""

from abc import abstractmethod

from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.reference import Reference
from bot.reading.statements.unit import Unit

_REFERENCE = Concept.REFERENCE


class Worded:
    """Units in their order, with their concepts and forms, looked at once because every rule asks."""

    __slots__ = ()

    @property
    @abstractmethod
    def units(self) -> tuple[Unit, ...]:
        """Its units, one at least."""

    @property
    @abstractmethod
    def concepts(self) -> frozenset[Concept]:
        """Those of its units."""

    @property
    @abstractmethod
    def forms(self) -> frozenset[str]:
        """Those of its units."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it names, in order."""
        if _REFERENCE not in self.concepts:
            return ()
        return tuple([unit.reference for unit in self.units if unit.reference is not None])

    @property
    def start(self) -> int:
        """Where it starts in the passage."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.units[-1].end

    def has(self, *concepts: Concept) -> bool:
        """Whether it has a unit of one of the concepts."""
        return not self.concepts.isdisjoint(concepts)

    def all_of(self, *concepts: Concept) -> tuple[Unit, ...]:
        """Its units of those concepts."""
        return tuple(unit for unit in self.units if unit.concept in concepts)

    def says(self, name: str) -> bool:
        """Whether a unit of it stands in that list of the vocabularies' `marks`."""
        return not self.forms.isdisjoint(marks(name))
