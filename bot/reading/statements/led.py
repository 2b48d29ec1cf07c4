"""Where a number beside a vote names a case by itself: «godkjenner 1 og 2», «imot 3», «alt unntatt 4».

A number may as well count things, voters or years, or begin the next item of a list: what stands before and behind it
tells.
"""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.lexicon import Concept, Form, Lexicon, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.text import Sort, Token
from bot.reading.statements.unit import Unit

_ENDING: Final = frozenset({Concept.STOP, Concept.ASK})
_OPENING: Final = _ENDING | {
    Concept.LINE_END, Concept.COMMA, Concept.SLASH, Concept.DASH, Concept.AND, Concept.BUT, Concept.WHILE,
}  # fmt: skip
_NEW: Final = _ENDING | {Concept.LINE_END}
_LABELS: Final = frozenset({Concept.COLON, Concept.DASH})
_CONTRASTING: Final = frozenset({Concept.BUT, Concept.NEGATION})
_JOINING: Final = frozenset({Concept.AND, Concept.COMMA})
# What may follow such a number: the next vote, what joins or limits it; but no word that it counts.
_FOLLOWING: Final = frozenset(
    {
        Concept.VOTE, Concept.AND, Concept.BUT, Concept.WHILE, Concept.NEGATION, Concept.EXCEPT, Concept.BECAUSE,
        Concept.CONDITION, Concept.TEMPORAL, Concept.SELF, Concept.CAN, Concept.COURTESY,
        Concept.ANAPHOR,
    }
)  # fmt: skip
_SIGNS: Final = frozenset(".,;!?()-–—:")


class Lead:
    """What the units before a place say of a number there; nobody looks at them where no number asks."""

    def __init__(self, *, several: bool) -> None:
        """`several` says that there is more than one number: «for 1» may count, «for 1, mot 2» does not."""
        self.leads = False
        self.opens = True
        self._several = several
        self._followed = 0
        self._numbered = set[int]()
        self._voted = False
        self._named = False
        self._unread = False
        self._labels = False
        self._listed = False
        self._itemised = False
        # «13 biler og 12 (er ok)» counts on.
        self._counting = False

    def behind(self, units: Sequence[Unit]) -> "Lead":
        """What all those units say, of which the first have been followed."""
        for place in range(self._followed, len(units)):
            self._follow(units[place], marked=place not in self._numbered)
        self._followed = len(units)
        return self

    def names(self, place: int) -> None:
        """Keep that the unit to come at that place is a number that names by what leads to it, and marks no item."""
        self._numbered.add(place)

    def _follow(self, unit: Unit, *, marked: bool) -> None:
        """Go on behind that unit; `marked` says that it may be the mark of a list's item: «1.», «2)»."""
        concept = unit.concept
        opened = self.opens
        begins = concept in _OPENING and not (self._unread and concept in _JOINING)
        self._counting = concept not in _NEW and (self._counting or (self._unread and concept is Concept.UNKNOWN))
        begins = begins and not (self._counting and concept in _JOINING)
        self.opens = begins or (self.opens and unit.form in marks("numbering"))
        if concept is Concept.LINE_END or concept in _ENDING:
            self._itemised = self._itemised and concept is not Concept.LINE_END
            self.leads = self._voted = self._listed = False
        elif concept is Concept.VOTE:
            self._voted, self.leads = True, not self._itemised and (self._several or unit.shape is not Form.LONE)
            self._labels = not (self._itemised or self._named)
            return
        elif concept in _LABELS:
            # «For: 2», «Nei - 2»; but «1 ja - 2 nei»
            self.leads = (self.leads and concept is Concept.COLON) or self._labels
        elif concept is Concept.REFERENCE:
            item = unit.reference is not None and unit.reference.scope is Scope.ITEM
            self._itemised = self._itemised or (item and marked)
            self.leads, self._listed = False, self.leads
        elif concept is Concept.EXCEPT:
            self.leads = not self._itemised
        elif concept in _CONTRASTING:
            self.leads = (self._voted or opened) and not self._itemised
        elif concept in _JOINING:
            self.leads = self._listed
        elif concept is not Concept.SELF and unit.form not in marks("to_number"):
            self.leads = False
        self._labels = False
        self._unread = concept is Concept.NUMBER or (self._unread and concept in _JOINING)
        self._named = concept is Concept.REFERENCE or (self._named and not self.opens)


def ends_there(tokens: Sequence[Token], forms: Sequence[str], end: int, lexicon: Lexicon) -> bool:
    """Whether what follows the numbers leaves them numbers of cases, and not of things or of the next item."""
    if end >= len(tokens) or tokens[end].sort is Sort.LINE_END:
        return True
    if tokens[end].sort is Sort.SIGN:
        if forms[end] == "/":
            return end + 1 < len(tokens) and tokens[end + 1].sort is Sort.WORD
        marker = forms[end] in ".):" and end + 1 < len(tokens) and tokens[end + 1].sort is Sort.WORD
        # «Ja: 1. nei: 2.» has no marks of items.
        labelled = marker and end + 2 < len(tokens) and forms[end + 2] == ":"
        return forms[end] in _SIGNS and not (marker and not labelled and not tokens[end + 1].text[0].isupper())
    if tokens[end].sort is not Sort.WORD:
        return False
    match = lexicon.match(tokens, forms, end)
    return forms[end] in marks("polling") or (match is not None and match.lexeme.concept in _FOLLOWING)


def is_voted_on(tokens: Sequence[Token], forms: Sequence[str], end: int, lexicon: Lexicon) -> bool:
    """Whether what follows the numbers votes on them: «1 og 2: ja», «3–5 er ok», «6 støttes ikke»."""
    if end >= len(tokens):
        return False
    if tokens[end].sort is Sort.SIGN:
        return forms[end] in _LABELLING and end + 1 < len(tokens) and tokens[end + 1].sort is Sort.WORD
    match = lexicon.match(tokens, forms, end) if tokens[end].sort is Sort.WORD else None
    if forms[end] in marks("polling") or forms[end] in marks("copula"):
        return True
    return match is not None and match.lexeme.concept in _VOTING


_LABELLING: Final = frozenset(":=-–—(")
_VOTING: Final = frozenset({Concept.VOTE, Concept.NEGATION, Concept.CAN})


def begins_next(tokens: Sequence[Token], forms: Sequence[str], end: int, lexicon: Lexicon) -> bool:
    """Whether the last case of a list behind a vote may be what the next words are of: «imot 1/22, 2/22 kan jeg …»."""
    if end >= len(tokens) or tokens[end].sort is not Sort.WORD:
        return end < len(tokens) and forms[end] in ":="
    match = lexicon.match(tokens, forms, end)
    return forms[end] in marks("copula") or (match is not None and match.lexeme.concept in _SAYING)


_SAYING: Final = frozenset(
    {
        Concept.CAN, Concept.ASSENT, Concept.HEDGE, Concept.PENDING, Concept.MUST, Concept.FUTURE, Concept.COUNTER,
        Concept.ACKNOWLEDGED, Concept.HAVE,
    }
)  # fmt: skip
