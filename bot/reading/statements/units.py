"""The tokens of a passage as units: phrases of the vocabulary, references, names, signs and words nobody knows."""

from typing import Final

from bot.core.reading import Reason
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.led import Lead, begins_next, ends_there, is_voted_on
from bot.reading.statements.lexicon import Concept, Lexicon, Match, Node, lexicon, marks, naming
from bot.reading.statements.people import People
from bot.reading.statements.plain import plain_words
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.references import Referrer, may_refer
from bot.reading.statements.text import Sort, Token, tokenise
from bot.reading.statements.times import time_end, timing
from bot.reading.statements.unit import Unit

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
    Sort.SECTION: Concept.NUMBER,
    Sort.SYMBOL: Concept.SYMBOL,
    Sort.LINE_END: Concept.LINE_END,
    Sort.ADDRESS: Concept.MARK,
}
# «Alt ÷ sak 2»: the Norwegian sign for minus.
_MINUS: Final = frozenset("÷")
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
        self._plain = plain_words()
        self._written = [token.form for token in self._tokens]
        # Which of the words are somebody's name in the meeting.
        self._named = people.called.intersection(self._written)
        self._forms = self._known_forms()
        self._timing = timing()
        self._openings = agenda.openings
        self._referrer = Referrer(self._tokens, self._forms, agenda)

    def units(self) -> list[Unit]:
        """The units in order, without gaps."""
        units: list[Unit] = []
        tokens, at = self._tokens, 0
        numbers = [token.sort in _COUNTED for token in tokens].count(True)
        if not numbers:
            while at < len(tokens):
                unit, at = self._unit_at(at)
                units.append(unit)
            return units
        lead = Lead(several=numbers > 1)
        while at < len(tokens):
            numbered = self._numbered(at, lead.behind(units)) if tokens[at].sort is _NUMBER else None
            unit, at = numbered or self._unit_at(at)
            if unit.reference is not None and len(unit.reference.keys) > 1 and lead.behind(units).leads:
                unit = self._doubted(unit, at)
            if numbered is not None:
                lead.names(len(units))
            units.append(unit)
        return units

    def _unit_at(self, at: int) -> tuple[Unit, int]:
        """The unit that starts at a token, and where it ends."""
        sort, written, text, start, end = self._tokens[at]
        if sort is not _WORD:
            if sort is _SIGN:
                return Unit(_SIGNS.get(written, _MARK), written, start, end), at + 1
            return self._number_at(at)
        if written in self._openings and (titled := self._referrer.title(at)) is not None:
            return self._reference(titled[0], at, titled[1]), titled[1]
        plain = self._plain.get(written)
        if (
            plain is None
            or written in self._named
            or (plain.longer is not None and self._may_go_on(plain.longer, at + 1))
        ):
            return self._phrase_at(at)
        concept, vote, shape = plain.lexeme
        return Unit(concept, written, start, end, vote, shape, capital=text[0].isupper()), at + 1

    def _may_go_on(self, longer: Node, at: int) -> bool:
        forms = self._forms
        return at < len(forms) and (forms[at] in longer or forms[at] in self._lexicon.skippable)

    def _number_at(self, at: int) -> tuple[Unit, int]:
        """The unit of a token that is neither a word nor a sign: a reference, or what it stands for."""
        token = self._tokens[at]
        found = self._referrer.at(at) if token.sort in _COUNTED else None
        if found is not None and found[1] > at:
            return self._reference(found[0], at, found[1]), found[1]
        concept = self._stands_for(token, at)
        return Unit(concept, token.form, token.start, token.end, capital=token.text[0].isupper()), at + 1

    def _phrase_at(self, at: int) -> tuple[Unit, int]:
        """The unit that starts at a word: a time, a reference, a phrase, or a word that nobody knows."""
        token, form = self._tokens[at], self._forms[at]
        if form in self._timing and (end := time_end(self._tokens, self._forms, at)) > at:
            last = self._tokens[end - 1]
            return Unit(Concept.DATE, " ".join(self._forms[at:end]), token.start, last.end), end
        found = self._referrer.at(at) if may_refer(form) else None
        if found is not None and found[1] > at:
            return self._reference(found[0], at, found[1]), found[1]
        match = self._lexicon.match(self._tokens, self._forms, at)
        if match is None or (match.lexeme.concept in _GIVES_WAY and self._gives_way(match, token, at)):
            return self._word_at(at)
        return self._phrase(match, at), match.end

    def _numbered(self, at: int, lead: Lead) -> tuple[Unit, int] | None:
        """«(godkjenner) 1 og 2», «1 og 2 (er ok)»; None where the numbers may be of something else."""
        may_name = lead.leads or (lead.opens and not self._referrer.counts_alone)
        found = self._referrer.led(at) if may_name else None
        if found is None:
            return None
        reference, end = found
        if not (lead.leads and ends_there(self._tokens, self._forms, end, self._lexicon)):
            if not is_voted_on(self._tokens, self._forms, end, self._lexicon):
                return None
            if lead.leads and not lead.opens:
                # «Ja til 1, 2: nei»
                reference = reference._replace(problem=Reason.CONTRADICTION)
        return self._reference(reference, at, end), end

    def _doubted(self, unit: Unit, end: int) -> Unit:
        """«Imot 1/22, 2/22 (kan jeg leve med)»: the last may begin what follows."""
        if unit.reference is None or not begins_next(self._tokens, self._forms, end, self._lexicon):
            return unit
        return unit._replace(reference=unit.reference._replace(problem=Reason.CONTRADICTION))

    def _word_at(self, at: int) -> tuple[Unit, int]:
        """A word that the vocabulary does not have, with what goes on behind it as a title does."""
        unit, end = self._word(self._tokens[at], self._forms[at]), at + 1
        if unit.titled and (end := self._agenda.title_end(self._written, at)) > at + 1:
            unit = unit._replace(form=" ".join(self._written[at:end]), end=self._tokens[end - 1].end)
        return unit, end

    def _gives_way(self, match: Match, token: Token, at: int) -> bool:
        """Whether the word is a name in the meeting, or what a case is about, as the minutes may be."""
        if match.end > at + 1:
            return False
        decided_on = match.lexeme.concept is Concept.PLAIN and token.form in marks("minutes")
        return token.form in self._named or (decided_on and bool(self._agenda.titled(token.form)))

    def _is_pause(self, at: int) -> bool:
        """Whether dots stand between words; at a line's end they leave something unsaid."""
        pausing = self._tokens[at].form.startswith("...")
        return pausing and at + 1 < len(self._tokens) and self._tokens[at + 1].sort is not Sort.LINE_END

    def _reference(self, reference: Reference, at: int, end: int) -> Unit:
        first = self._tokens[at]
        return Unit(
            Concept.REFERENCE,
            " ".join(self._forms[at:end]),
            first.start,
            self._tokens[end - 1].end,
            negations=int(reference.scope is Scope.NONE),
            reference=reference,
            topic=self._place_of(reference),
            capital=first.text[0].isupper(),
        )

    def _place_of(self, reference: Reference) -> frozenset[int]:
        """The place of the one case without points that is named; none where there is no such."""
        place = self._agenda.whole.get(reference.keys[0].case) if len(reference.keys) == 1 else None
        return frozenset() if place is None or not reference.of_cases else frozenset((place,))

    def _phrase(self, match: Match, at: int) -> Unit:
        (concept, vote, shape), end, negations = match
        first, last = self._tokens[at], self._tokens[end - 1]
        form = self._forms[at] if end == at + 1 else " ".join(self._forms[at:end])
        if concept is _INSTEAD and form in marks("acting") and self._is_name_at(end):
            concept = Concept.FILLER
        elif concept is _WHILE and self._is_said(at):
            concept = Concept.PAST
        return Unit(concept, form, first.start, last.end, vote, shape, negations, capital=first.text[0].isupper())

    def _is_said(self, at: int) -> bool:
        """«Olav sa nei», «godkjent, sa Olav»; a «så» that is written without its ring begins a clause."""
        if self._tokens[at].text.casefold() not in marks("reporting"):
            return False
        return self._is_somebody(at - 1, _PERSONS) or self._is_somebody(at + 1, _OTHERS)

    def _is_somebody(self, at: int, concepts: frozenset[Concept]) -> bool:
        """Whether the word there names somebody, or is one of those, or one that may: «kona»."""
        if not 0 <= at < len(self._tokens) or self._tokens[at].sort is not _WORD:
            return False
        match = self._lexicon.match(self._tokens, self._forms, at)
        return self._is_name_at(at) or match is None or match.lexeme.concept in concepts

    def _word(self, token: Token, form: str) -> Unit:
        """A word that the vocabulary does not have: a name, a word of the meeting's papers, or unknown."""
        capital = token.text[0].isupper()
        if token.form in self._named:
            return Unit(Concept.NAME, form, token.start, token.end, capital=capital)
        titled = self._agenda.titled(token.form)
        topic = titled or self._agenda.proposed(token.form)
        if titled or (topic and len(token.form) >= MIN_TOPIC_LENGTH):
            return Unit(Concept.TOPIC, form, token.start, token.end, topic=topic, titled=bool(titled), capital=capital)
        akin, head = self._agenda.akin(token.form), self._agenda.headed(token.form)
        return Unit(Concept.UNKNOWN, form, token.start, token.end, topic=akin, capital=capital, head=head)

    def _is_name_at(self, at: int) -> bool:
        return at < len(self._tokens) and self._written[at] in self._named

    def _stands_for(self, token: Token, at: int) -> Concept:
        """What a token that is neither a word nor a sign stands for."""
        if token.form in _MINUS:
            return Concept.EXCEPT
        if token.sort is Sort.SECTION and at and self._forms[at - 1] in marks("laws"):
            return Concept.FILLER
        return Concept.COMMA if self._is_pause(at) else _SORTS[token.sort]

    def _known_forms(self) -> list[str]:
        """The words as the vocabulary spells them."""
        known = self._lexicon.words
        if known.issuperset(self._written):
            return self._written
        unknown = [at for at, token in enumerate(self._tokens) if token.form not in known and token.sort is _WORD]
        forms = list(self._written) if unknown else self._written
        for at in unknown:
            forms[at] = self._known_form(self._tokens[at], at)
        return forms

    def _known_form(self, token: Token, at: int) -> str:
        """The word as the vocabulary spells it, where it is spelled without æøå or with one letter wrong."""
        form = token.form
        if token.form in self._named or form in naming().beginnings or self._ends_name(at):
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
        return named and following not in self._lexicon.words and following not in naming().beginnings


# The sorts of tokens that a reference may start with.
_WORD: Final = Sort.WORD
_NUMBER: Final = Sort.NUMBER
_SIGN: Final = Sort.SIGN
_MARK: Final = Concept.MARK
_INSTEAD, _WHILE = Concept.INSTEAD, Concept.WHILE
_OTHERS: Final = frozenset({Concept.OTHER})
_PERSONS: Final = frozenset({Concept.OTHER, Concept.SELF})
_COUNTED: Final = frozenset({Sort.NUMBER, Sort.CASE_NUMBER})
# Short words that may also be somebody's name in the meeting.
_GIVES_WAY: Final = frozenset({Concept.FILLER, Concept.SELF, Concept.PLAIN, Concept.TIME, Concept.OTHER})
