"""The tokens of a passage as units: phrases of the vocabulary, references, names, signs and words nobody knows."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.core.reading import Vote
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.lexicon import Concept, Form, Lexeme, Lexicon, lexicon, marks, naming
from bot.reading.statements.people import People
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.references import Referrer
from bot.reading.statements.text import Sort, Token, tokenise


class Unit(NamedTuple):
    """One thing that a passage says; `start` and `end` are places in its text, `form` its folded words."""

    concept: Concept
    form: str
    start: int
    end: int
    vote: Vote | None = None
    shape: Form | None = None
    negations: int = 0
    reference: Reference | None = None
    topic: frozenset[int] = frozenset()
    titled: bool = False
    capital: bool = False


_SIGNS: Final = {
    ".": Concept.STOP,
    "!": Concept.STOP,
    "?": Concept.ASK,
    ",": Concept.COMMA,
    ";": Concept.COMMA,
    "(": Concept.COMMA,
    ")": Concept.COMMA,
    ":": Concept.COLON,
    "-": Concept.DASH,
    "–": Concept.DASH,
    "—": Concept.DASH,
    "―": Concept.DASH,
    "•": Concept.DASH,
    "·": Concept.DASH,
    "*": Concept.DASH,
    "=": Concept.COLON,
    ">": Concept.DASH,
    "/": Concept.SLASH,
    "|": Concept.COMMA,
    "&": Concept.AND,
    "+": Concept.AND,
}
_SORTS: Final = {
    Sort.NUMBER: Concept.NUMBER,
    Sort.CASE_NUMBER: Concept.NUMBER,
    Sort.DATE: Concept.DATE,
    Sort.AMOUNT: Concept.NUMBER,
    Sort.SYMBOL: Concept.SYMBOL,
    Sort.LINE_END: Concept.LINE_END,
    Sort.ADDRESS: Concept.MARK,
}
# Shorter words of the proposals («går», «inn») say nothing of what a sentence is about.
MIN_TOPIC_LENGTH: Final = 5
# How a letter of our own is left out on keyboards without it: «aa» for å, «oe» for ø, «ae» or «a» for æ.
# Longer words that begin with it («aenig») are not spelled so, but mistyped.
MAX_OPENING: Final = 3
_SPELLED_OUT: Final = (("aa", "a"), ("oe", "o"), ("ae", "a"), ("ae", "e"))


class Reader:
    """Turns one passage into units."""

    def __init__(self, text: str, agenda: Agenda, people: People) -> None:
        self._tokens = tokenise(text)
        self._agenda = agenda
        self._people = people
        self._lexicon: Lexicon = lexicon()
        self._referrer_words = naming().beginnings
        known = self._lexicon.words
        self._forms = [
            token.form if token.form in known else self._known_form(at) for at, token in enumerate(self._tokens)
        ]
        self._referrer = Referrer(self._tokens, self._forms, agenda)

    def units(self) -> Iterator[Unit]:
        """The units in order, without gaps."""
        at = 0
        while at < len(self._tokens):
            found = self._referrer.at(at) if self._may_refer(at) else None
            if found is not None and found[1] > at:
                reference, end = found
                negations = int(reference.scope is Scope.NONE)
                yield self._unit(Concept.REFERENCE, at, end)._replace(reference=reference, negations=negations)
                at = end
                continue
            unit, at = self._next(at)
            yield unit

    def _may_refer(self, at: int) -> bool:
        """Whether a reference can start there at all; for most words it cannot."""
        sort = self._tokens[at].sort
        if sort is Sort.WORD:
            return self._forms[at] in self._referrer.beginnings or self._referrer.may_start(self._forms[at])
        return sort is Sort.NUMBER or sort is Sort.CASE_NUMBER

    def _next(self, at: int) -> tuple[Unit, int]:
        token = self._tokens[at]
        if token.sort is not Sort.WORD:
            return self._unit(self._sign(token, at), at, at + 1), at + 1
        match = self._lexicon.match(self._tokens, self._forms, at)
        if match is None or (match.end == at + 1 and self._gives_way(match.lexeme.concept, token)):
            return self._word(token, at), at + 1
        unit = self._phrase(match.lexeme, at, match.end, match.negations)
        acting = unit.concept is Concept.INSTEAD and unit.form in marks("acting")
        if acting and match.end < len(self._tokens) and self._is_name(self._tokens[match.end]):
            unit = unit._replace(concept=Concept.FILLER)
        return unit, match.end

    def _gives_way(self, concept: Concept, token: Token) -> bool:
        """Whether the word is a name in the meeting, or what a case is about, as the minutes may be."""
        if concept not in _GIVES_WAY_TO_NAMES:
            return False
        decided_on = concept is Concept.PLAIN and token.form in marks("minutes")
        return self._is_name(token) or (decided_on and bool(self._agenda.titled(token.form)))

    def _is_pause(self, at: int) -> bool:
        """Whether dots stand between words; at a line's end they leave something unsaid."""
        pausing = self._tokens[at].form.startswith("...")
        return pausing and at + 1 < len(self._tokens) and self._tokens[at + 1].sort is not Sort.LINE_END

    def _unit(self, concept: Concept, at: int, end: int) -> Unit:
        form = self._forms[at] if end == at + 1 else " ".join(self._forms[at:end])
        capital = self._tokens[at].text[:1].isupper()
        return Unit(concept, form, self._tokens[at].start, self._tokens[end - 1].end, capital=capital)

    def _phrase(self, lexeme: Lexeme, at: int, end: int, negations: int) -> Unit:
        form = self._forms[at] if end == at + 1 else " ".join(self._forms[at:end])
        start, capital = self._tokens[at].start, self._tokens[at].text[:1].isupper()
        return Unit(
            lexeme.concept,
            form,
            start,
            self._tokens[end - 1].end,
            lexeme.vote,
            lexeme.form,
            negations,
            capital=capital,
        )

    def _word(self, token: Token, at: int) -> Unit:
        """A word that the vocabulary does not have: a name, a word of the meeting's papers, or unknown."""
        if self._is_name(token):
            return self._unit(Concept.NAME, at, at + 1)
        titled = self._agenda.titled(token.form)
        topic = titled or self._agenda.proposed(token.form)
        if titled or (topic and len(token.form) >= MIN_TOPIC_LENGTH):
            return self._unit(Concept.TOPIC, at, at + 1)._replace(topic=topic, titled=bool(titled))
        return self._unit(Concept.UNKNOWN, at, at + 1)

    def _is_name(self, token: Token) -> bool:
        return self._people.knows(token.form) or self._people.knows(token.form.removesuffix("s"))

    def _sign(self, token: Token, at: int) -> Concept:
        """What a token that is no word stands for."""
        if token.sort is Sort.SIGN:
            return _SIGNS.get(token.form, Concept.MARK)
        return Concept.COMMA if self._is_pause(at) else _SORTS[token.sort]

    def _known_form(self, at: int) -> str:
        """The word as the vocabulary spells it, where it is spelled without æøå or with one letter wrong."""
        token = self._tokens[at]
        form = token.form
        if token.sort is not Sort.WORD or form in self._lexicon.words:
            return form
        if self._is_name(token) or form in self._referrer_words or self._ends_name(at):
            return form
        for written, meant in _SPELLED_OUT:
            spelled = form.replace(written, meant) if form.find(written, len(form) > MAX_OPENING) >= 0 else form
            if spelled in self._lexicon.words and spelled not in self._lexicon.lone:
                return spelled
        if self._agenda.proposed(form) or self._begins_name(at):
            return form
        return self._lexicon.corrected(form)

    def _ends_name(self, at: int) -> bool:
        """Whether the word follows an unknown one as a name does: «Lise Aas»."""
        before = self._tokens[at - 1] if at else None
        if before is None or before.sort is not Sort.WORD or before.form in self._lexicon.words:
            return False
        return all(token.text[0].isupper() and token.text[1:].islower() for token in (before, self._tokens[at]))

    def _begins_name(self, at: int) -> bool:
        """Whether the word and the next one look like somebody's name: «Grete Haug»."""
        words = [token.text for token in self._tokens[at : at + 2] if token.sort is Sort.WORD]
        named = len(words) == 2 and all(word[0].isupper() and word[1:].islower() for word in words)
        following = self._tokens[at + 1].form if named else ""
        return named and following not in self._lexicon.words and following not in self._referrer_words


# Short words that may also be somebody's name in the meeting.
_GIVES_WAY_TO_NAMES: Final = frozenset({Concept.FILLER, Concept.SELF, Concept.PLAIN, Concept.TIME, Concept.OTHER})
