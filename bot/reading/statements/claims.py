"""What one sentence says of votes: claims, each with the words behind it, and what keeps it from being counted.

A claim is made by a word of voting only. What else stands in its clause must be known to be harmless, or the claim is
held: not counted, and asked back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.lexicon import Concept, Form
from bot.reading.statements.people import People
from bot.reading.statements.references import Reference, Scope
from bot.reading.statements.sentences import CONDITIONS, Clause, Sentence
from bot.reading.statements.units import Unit


@dataclass(frozen=True, slots=True)
class Claim:
    """A vote that a clause may carry, or, where `vote` is None, a remark that keeps votes from being counted.

    `references` are what it names, empty for all that the meeting decides; `excluded` is what it leaves out, and
    `spoken_of` the case that its sentence is about, where it names none itself. `held` is None where its words leave
    no doubt. `soft` words («ja», «ok») may answer something else than the proposals. `weak` says that nobody need be
    asked where the same case has a clear vote. `clause` is its place in the sentence.
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
    clause: int = 0
    spoken_of: tuple[Reference, ...] = ()

    def hold(self, reason: Reason, *, weak: bool = False) -> "Claim":
        """The same claim, not to be counted; the first reason stays."""
        return self if self.held is not None else replace(self, held=reason, weak=weak)

    @property
    def names(self) -> bool:
        """Whether it names a case or point of its own."""
        return bool(self.references or self.topics)


# A sentence with none of these says nothing of votes, and keeps none from counting.
_TELLING: Final = CONDITIONS | {
    Concept.VOTE, Concept.REFERENCE, Concept.QUESTION, Concept.COUNTER, Concept.INSTEAD,
}  # fmt: skip
# No sentence of a reply is longer; what is, is no language, and must not cost the time that long sentences cost.
MAX_UNITS: Final = 250
_SOFT_STATES: Final = frozenset({"ok", "okei", "okey", "okay", "greit", "grei", "greie", "greitt"})
_FOREIGN: Final = frozenset(
    {Concept.UNKNOWN, Concept.PLAIN, Concept.NUMBER, Concept.SUMMON, Concept.DEPUTY, Concept.QUESTION}
)
_DOUBTFUL: Final = frozenset({Concept.HEDGE, Concept.PAST, Concept.TIME, Concept.OTHER})
_BESIDE_LONE: Final = frozenset(
    {
        Concept.REFERENCE, Concept.FILLER, Concept.SELF, Concept.COLON, Concept.TOPIC, Concept.AND, Concept.MARK,
        Concept.DASH, Concept.SYMBOL, Concept.NAME, Concept.COURTESY, Concept.DATE,
    }
)  # fmt: skip
_REMARKS: Final = frozenset({Concept.COURTESY, Concept.ASSENT, Concept.WISH})
_OPPOSING: Final = frozenset({Vote.OBJECT, Vote.ABSTAIN, Vote.RECUSED, Vote.MEETING, Vote.WITHDRAW})
_INTENDING: Final = frozenset({Concept.CAN, Concept.CHOOSE, Concept.MUST})
_ONLY: Final = frozenset({"kun", "bare", "berre", "only", "forst", "just"})


def claims_of(sentence: Sentence, people: People) -> list[Claim]:
    """The claims of one sentence, in order."""
    if not sentence.asks and sentence.concepts.isdisjoint(_TELLING):
        return []
    if sum(len(clause.units) for clause in sentence.clauses) > MAX_UNITS:
        return [Claim(None, sentence.start, sentence.start, held=Reason.NOT_A_VOTE)]
    claims: list[Claim] = []
    in_reason = False
    for place, clause in enumerate(sentence.clauses):
        in_reason = in_reason or clause.opens(Concept.BECAUSE)
        if clause.opens(Concept.BECAUSE) or (in_reason and not _leaves_reason(clause)):
            continue
        if _is_conditional_case(sentence, place):
            named = tuple(unit.reference for unit in clause.units if unit.reference is not None)
            claims.append(Claim(None, clause.start, clause.end, named, held=Reason.CONDITIONAL, clause=place))
            continue
        found = [replace(claim, clause=place) for claim in _clause_claims(clause, sentence, claims, people)]
        claims.extend(found)
    claims = _about_their_sentence(_spread_references(claims, sentence), sentence)
    return _doubted(claims, sentence)


def _is_conditional_case(sentence: Sentence, place: int) -> bool:
    """«…, sak 2 hvis fylket betaler»: a case with nothing but a condition."""
    clause, following = sentence.clauses[place], sentence.clauses[place + 1 : place + 2]
    if not place or not following or following[0].units[0].concept not in CONDITIONS:
        return False
    named = [unit for unit in clause.units if unit.reference is not None]
    return bool(named) and _only_names(clause) and not clause.has(Concept.NEGATION, Concept.EXCEPT)


def _leaves_reason(clause: Clause) -> bool:
    """A reason («fordi …») runs on until a vote on a named case, or one that «men» brings in."""
    return clause.has(Concept.VOTE) and (clause.has(Concept.REFERENCE) or clause.opens(Concept.BUT))


def _clause_claims(clause: Clause, sentence: Sentence, before: Sequence[Claim], people: People) -> list[Claim]:
    if (clause.units[0].concept in CONDITIONS and not _demands_meeting(clause)) or _only_wishes(clause):
        return []
    units = _without_remarks(clause.units)
    votes = [unit for unit in units if unit.concept is Concept.VOTE and _is_vote(unit, units, sentence)]
    if sentence.has(Concept.CHANGE) and votes:
        return [_judged(units, votes[-1:], people, changed=True)]
    if not votes:
        return _elliptic(clause, before)
    claims = [_judged(part, inside, people) for part, inside in _segments(units, votes)]
    return [claim for claim in claims if not (claim.vote is Vote.RECUSED and _is_denied(clause))]


def _demands_meeting(clause: Clause) -> bool:
    """«krever at sak 2 behandles i møte» is no condition on anything."""
    return any(unit.vote is Vote.MEETING for unit in clause.units)


def _only_wishes(clause: Clause) -> bool:
    """«Håper …», «skulle gjerne …»; but «ønsker at saken behandles i møte» is a demand."""
    if _first_content(clause) is not Concept.WISH:
        return False
    return not (_demands_meeting(clause) and any(unit.form.startswith(_ASKING) for unit in clause.all_of(Concept.WISH)))


_ASKING: Final = ("onsker", "onskjer", "ber om")


def _is_denied(clause: Clause) -> bool:
    """«Jeg er ikke inhabil» leaves everything as it is."""
    return clause.has(Concept.NEGATION) or any(unit.negations for unit in clause.units)


def _first_content(clause: Clause) -> Concept | None:
    for unit in clause.units:
        if unit.concept not in {Concept.FILLER, Concept.SELF, Concept.DASH, Concept.MARK, Concept.COLON}:
            return unit.concept
    return None


def _without_remarks(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The clause up to a comment that runs on without a comma: «godkjent takk for godt arbeid med sak 2»."""
    seen = False
    for at, unit in enumerate(units):
        if unit.concept is Concept.VOTE:
            seen = True
        elif seen and unit.concept in _REMARKS:
            rest = units[at:]
            return units if any(each.concept is Concept.VOTE for each in rest) else units[:at]
    return units


def _is_vote(unit: Unit, units: Sequence[Unit], sentence: Sentence) -> bool:
    """«for», «mot» and «no» vote only where nothing but a case stands beside them."""
    if unit.shape is not Form.LONE:
        return True
    others = [each for each in units if each is not unit]
    personal = any(each.concept is Concept.SELF for each in others)
    allowed = _BESIDE_LONE | {Concept.PAPER, Concept.ANAPHOR} if personal else _BESIDE_LONE
    if any(each.concept not in allowed for each in others):
        return False
    named = [each for each in others if each.concept is Concept.REFERENCE]
    if not named or named[0].start < unit.start:
        return True
    return personal or len(sentence.clauses) > 1 or any(each.form.startswith("stem") for each in others)


def _segments(units: Sequence[Unit], votes: list[Unit]) -> Iterator[tuple[Sequence[Unit], list[Unit]]]:
    """The clause cut where a second vote, or «ikke sak 2», begins: «godkjent sak 1 imot sak 2»."""
    cuts = _cuts(units, votes)
    for start, end in zip([0, *cuts], [*cuts, len(units)], strict=True):
        part = units[start:end]
        yield part, [unit for unit in part if unit in votes]


def _cuts(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    if len(votes) < 2:
        return _elliptic_cut(units, votes)
    places = [at for at, unit in enumerate(units) if unit in votes]
    named = [at for at, unit in enumerate(units) if unit.concept is Concept.REFERENCE]
    if not named or (len({unit.vote for unit in votes}) == 1 and len(named) < 2):
        return []
    if named[0] < places[0]:
        return [
            next(at for at in named if at > place)
            for place, following in pairwise(places)
            if any(place < at < following for at in named)
        ]
    return [
        _with_negation(units, following)
        for place, following in pairwise(places)
        if any(place < at < following for at in named)
    ]


def _with_negation(units: Sequence[Unit], at: int) -> int:
    """Where a vote starts, the negation before it included."""
    while at and units[at - 1].concept in {Concept.NEGATION, Concept.CAN, Concept.SELF}:
        at -= 1
    return at


def _elliptic_cut(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    """«godkjenner sak 1 ikke sak 2»: the negation belongs to what follows it."""
    vote_at = next((at for at, unit in enumerate(units) if unit in votes), len(units))
    named = [at for at, unit in enumerate(units) if unit.concept is Concept.REFERENCE]
    for at in range(vote_at + 1, len(units)):
        if units[at].concept is Concept.NEGATION and any(vote_at < each < at or each < vote_at for each in named):
            following = [unit.concept for unit in units[at + 1 :] if unit.concept is not Concept.FILLER]
            if following[:1] == [Concept.REFERENCE]:
                return [at]
    return []


def _elliptic(clause: Clause, before: Sequence[Claim]) -> list[Claim]:
    """A clause without a vote that leans on one before it: «…, men ikke sak 2», «… unntatt sak 2», «… og sak 3»."""
    named = tuple(unit.reference for unit in clause.units if unit.reference is not None)
    if before and not named and before[-1].topics and clause.has(Concept.TOPIC) and _only_names(clause):
        return [Claim(None, clause.start, clause.end, held=Reason.WHICH_CASE)]
    if not before or not named or not _only_names(clause):
        return []
    last = next((claim for claim in reversed(before) if claim.vote is not None), before[-1])
    if clause.has(Concept.EXCEPT):
        return [Claim(None, clause.start, clause.end, excluded=named)]
    if clause.has(Concept.NEGATION):
        turned = Claim(Vote.OBJECT, clause.start, clause.end, named)
        clear = last.vote is Vote.APPROVE and last.held is None
        return [turned if clear else turned.hold(last.held or Reason.NOT_A_VOTE)]
    if clause.opens(Concept.BUT):
        return [Claim(None, clause.start, clause.end, named, held=Reason.NOT_A_VOTE)]
    return [Claim(None, clause.start, clause.end, named)]


def _only_names(clause: Clause) -> bool:
    """Whether the clause names cases and says nothing of them."""
    return clause.concepts <= _NAMING


_NAMING: Final = (_BESIDE_LONE | {Concept.NEGATION, Concept.EXCEPT, Concept.PAPER}) - {Concept.COURTESY}


def _judged(units: Sequence[Unit], votes: list[Unit], people: People, *, changed: bool = False) -> Claim:
    """The claim of one segment, held where its words are not enough."""
    vote, held = (None, Reason.NOT_A_VOTE) if not votes else _value(units, votes)
    if not votes:
        vote = Vote.OBJECT
        held = None
    named, excluded, open_exception = _named(units)
    claim = Claim(
        vote,
        units[0].start,
        units[-1].end,
        named,
        excluded,
        () if named else tuple(unit for unit in units if unit.concept is Concept.TOPIC),
        soft=bool(votes) and all(_is_soft(unit) for unit in votes),
        anaphoric=any(unit.concept is Concept.ANAPHOR for unit in units),
        whole=any(unit.shape is Form.WHOLE for unit in votes),
    )
    if held is not None:
        return claim.hold(held, weak=held is Reason.NOT_A_VOTE)
    if open_exception:
        return claim.hold(Reason.EXCEPTION_UNSAID)
    if any(unit.concept in {Concept.COUNTER, Concept.INSTEAD} for unit in units):
        return claim.hold(Reason.COUNTER_PROPOSAL)
    if not _is_carried(units, votes, vote, people, changed=changed):
        return claim.hold(Reason.NOT_A_VOTE, weak=True)
    return claim


def _is_soft(unit: Unit) -> bool:
    return unit.shape is Form.WORD or unit.form in _SOFT_STATES


def _named(units: Sequence[Unit]) -> tuple[tuple[Reference, ...], tuple[Reference, ...], bool]:
    """What is named, what is left out, and whether something is left out that nobody can look up."""
    named: list[Reference] = []
    excluded: list[Reference] = []
    excepting = False
    for unit in units:
        if unit.concept is Concept.EXCEPT:
            excepting = True
        elif unit.reference is not None:
            left_out = excepting and unit.reference.scope not in {Scope.ALL, Scope.REST}
            (excluded if left_out else named).append(unit.reference)
    return tuple(named), tuple(excluded), excepting and not excluded


def _value(units: Sequence[Unit], votes: list[Unit]) -> tuple[Vote, Reason | None]:
    """The vote after its negations; a choice left open, or two votes at once, is none."""
    negations = sum(unit.negations for unit in units)
    negations += sum(unit.concept is Concept.NEGATION for unit in units)
    main = votes
    if len(votes) > 1 and votes[0].shape is Form.WORD:
        main = votes[1:]
    said = {unit.vote for unit in main if unit.vote is not None}
    vote = main[0].vote or Vote.OBJECT
    if any(unit.concept is Concept.SLASH for unit in units) and len({unit.vote for unit in votes}) > 1:
        return vote, Reason.NOT_A_VOTE
    if len(said) > 1:
        return vote, Reason.CONTRADICTION
    if negations:
        if negations > 1 or vote is not Vote.APPROVE or any(unit.shape in _UNTURNABLE for unit in main):
            return vote, Reason.NOT_A_VOTE
        vote = Vote.OBJECT
    if main is not votes and votes[0].vote is not vote:
        return vote, Reason.CONTRADICTION
    return vote, None


_UNTURNABLE: Final = frozenset({Form.WHOLE, Form.WORD, Form.LONE})


def _is_carried(units: Sequence[Unit], votes: list[Unit], vote: Vote | None, people: People, *, changed: bool) -> bool:
    """Whether the other words of the segment let its vote stand."""
    concepts = {unit.concept for unit in units}
    foreign = concepts & _FOREIGN or any(not _is_harmless(unit, at, units, people) for at, unit in enumerate(units))
    doubtful = concepts & _DOUBTFUL if not (changed or vote is Vote.WITHDRAW) else set[Concept]()
    if doubtful == {Concept.OTHER} and _own_office(units, people):
        doubtful = set()
    if foreign or doubtful or _is_only_meant(votes, vote, concepts):
        return False
    infinitive = any(unit.shape is Form.INFINITIVE for unit in votes) and not _may_be_infinitive(units, concepts)
    return not infinitive and not _others_are_subject(units, votes, concepts)


def _is_only_meant(votes: list[Unit], vote: Vote | None, concepts: set[Concept]) -> bool:
    """«Skal godkjenne», «må godkjennes», «har ikke godkjent (ennå)»; but «vil ikke støtte» and «må si nei» refuse."""
    refused = vote is Vote.OBJECT and Concept.NEGATION in concepts | _inner(votes)
    undone = refused and Concept.HAVE in concepts and any(unit.shape is Form.PARTICIPLE for unit in votes)
    obliged = Concept.MUST in concepts and vote not in _OPPOSING
    return undone or obliged or (Concept.FUTURE in concepts and not refused)


def _inner(votes: list[Unit]) -> set[Concept]:
    return {Concept.NEGATION} if any(unit.negations for unit in votes) else set()


def _may_be_infinitive(units: Sequence[Unit], concepts: set[Concept]) -> bool:
    """«kan støtte», «velger å avstå»; dialects have «eg stemme for» for the present."""
    if concepts & (_INTENDING | {Concept.FUTURE}):
        return True
    return any(
        unit.shape is Form.INFINITIVE and at and units[at - 1].concept is Concept.SELF for at, unit in enumerate(units)
    )


def _others_are_subject(units: Sequence[Unit], votes: list[Unit], concepts: set[Concept]) -> bool:
    """«Alle godkjenner», «begge er enige» tell of others; «begge godkjenner jeg» does not."""
    if Concept.SELF in concepts:
        return False
    for at, unit in enumerate(units[1:], 1):
        if unit in votes and (unit.shape is Form.FINITE or unit.form in {"enig", "enige", "einige", "samde"}):
            before = [each for each in units[:at] if each.concept not in {Concept.FILLER, Concept.HAVE}]
            if before and before[-1].reference is not None and before[-1].reference.scope is Scope.ALL:
                return before[-1].form.split()[-1] in {
                    "alle",
                    "begge",
                    "all",
                    "both",
                    "samtlige",
                    "to",
                    "tre",
                    "sammen",
                }
    return False


def _own_office(units: Sequence[Unit], people: People) -> bool:
    """«Ordføreren i Hole godkjenner» is the sender where Hole is the sender's."""
    others = [unit for unit in units if unit.concept is Concept.OTHER]
    own = any(unit.concept is Concept.NAME and unit.form in people.own for unit in units)
    return own and all(unit.form.startswith(("ordfor", "mayor")) for unit in others)


def _is_harmless(unit: Unit, at: int, units: Sequence[Unit], people: People) -> bool:
    if unit.concept is Concept.NAME:
        if unit.form in people.own or unit.form.removesuffix("s") in people.own:
            return True
        last = not any(each.concept in {Concept.VOTE, Concept.FILLER} for each in units[at:])
        alone = units[at - 1].concept is not Concept.FILLER and not any(each.shape is Form.FINITE for each in units)
        return unit.form in people.coordinator and last and alone
    if unit.concept is Concept.BEHALF:
        return True
    return not (unit.concept is Concept.EXCEPT and at + 1 == len(units))


# What the sentence around a claim does to it


def _spread_references(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """Clauses that only name a case lend it to the vote beside them, exceptions to the vote before them."""
    spread: list[Claim] = []
    lent: tuple[Reference, ...] = ()
    for place, claim in enumerate(claims):
        if claim.vote is None and claim.held is None and not claim.excluded and _leads(claims, place):
            lent = (*lent, *claim.references)
        elif lent:
            spread.append(replace(claim, references=(*lent, *claim.references)))
            lent = ()
        elif claim.vote is None and claim.held is None and claim.excluded and spread:
            spread[-1] = replace(spread[-1], excluded=(*spread[-1].excluded, *claim.excluded), end=claim.end)
        elif claim.vote is None and claim.held is None and spread:
            spread[-1] = replace(spread[-1], references=(*spread[-1].references, *claim.references), end=claim.end)
        else:
            spread.append(claim)
    leading = _leading_references(sentence)
    if leading and spread and spread[0].clause >= 1:
        first = spread[0]
        spread[0] = replace(first, references=(*leading, *first.references), start=sentence.start)
    return spread


def _about_their_sentence(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Når det gjelder sak 2, så er jeg i tvil, og stemmer imot»: the sentence says which case its votes are about."""
    voted = {claim.clause for claim in claims}
    about: tuple[Reference, ...] = ()
    opened = False
    for place, clause in enumerate(sentence.clauses):
        named = tuple(unit.reference for unit in clause.units if unit.reference is not None)
        if place in voted or (named and about):
            break
        if named and all(each.scope is Scope.NAMED for each in named):
            about, opened = named, place == 0 and _first_content(clause) is Concept.REFERENCE
    first = next((claim.clause for claim in claims if claim.vote is not None), 0)
    return [
        replace(claim, spoken_of=about)
        if claim.vote is not None and not claim.names and claim.clause == first and (opened or claim.vote in _OPPOSING)
        else claim
        for claim in claims
    ]


def _leads(claims: Sequence[Claim], place: int) -> bool:
    """Whether the next vote names nothing itself, so that a case named just before it is its own."""
    for claim in claims[place + 1 :]:
        if claim.vote is not None or claim.held is not None:
            return claim.vote is not None and not claim.names and not claim.anaphoric
    return False


def _leading_references(sentence: Sentence) -> tuple[Reference, ...]:
    """«sak 1, sak 2 og sak 3 godkjennes»: the cases named in clauses of their own before the first vote."""
    named: list[Reference] = []
    for clause in sentence.clauses:
        if clause.has(Concept.VOTE):
            return tuple(named)
        found = [unit.reference for unit in clause.units if unit.reference is not None]
        if not found or not _only_names(clause) or clause.has(Concept.NEGATION, Concept.EXCEPT):
            return ()
        named.extend(found)
    return ()


def _doubted(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """The claims as the sentence's questions, conditions and counter-proposals leave them, and those themselves."""
    for step in (_asked, _conditioned, _countered, _limited, _softened, _left_open):
        claims = step(claims, sentence)
    return claims


def _remark(sentence: Sentence, reason: Reason, *, weak: bool = False) -> Claim:
    named = tuple(unit.reference for clause in sentence.clauses for unit in clause.units if unit.reference is not None)
    return Claim(None, sentence.start, sentence.end, named, held=reason, weak=weak)


def _asked(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    questioning = sentence.asks or any(
        _first_content(clause) is Concept.QUESTION and not clause.opens(Concept.BECAUSE)
        for clause in sentence.clauses
        if not sentence.has(Concept.CONTACT) or clause.has(Concept.VOTE)
    )
    if not questioning:
        return claims
    if not any(claim.vote for claim in claims):
        return [*claims, replace(_remark(sentence, Reason.QUESTION), references=())]
    return [replace(claim, held=Reason.QUESTION, weak=False) for claim in claims]


def _conditioned(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    places = [
        place
        for place, clause in enumerate(sentence.clauses)
        if clause.units[0].concept in CONDITIONS and not (_in_reason(sentence, place) or _demands_meeting(clause))
    ]
    if not places or sentence.has(Concept.CONTACT):
        return claims
    if not any(claim.vote for claim in claims):
        hard = any(sentence.clauses[at].units[0].concept is not Concept.TEMPORAL for at in places)
        return [*claims, _remark(sentence, Reason.CONDITIONAL)] if hard else claims
    return _held_where(claims, places, Reason.CONDITIONAL)


def _in_reason(sentence: Sentence, place: int) -> bool:
    return any(clause.opens(Concept.BECAUSE) for clause in sentence.clauses[: place + 1])


def _held_where(claims: list[Claim], places: list[int], reason: Reason) -> list[Claim]:
    """A condition at the end is one on the vote before it; one at the beginning is on all that follow."""
    held = set[int]()
    for place in places:
        if any(claim.clause == place - 1 and claim.vote is None and claim.held is reason for claim in claims):
            continue
        before = [at for at, claim in enumerate(claims) if claim.clause < place and claim.vote]
        if before:
            last = before[-1]
            apart = claims[last].names and all(claims[at].names for at in before)
            held |= {last} if apart else set(before)
        else:
            held |= set(range(len(claims)))
    return [claim.hold(reason) if at in held else claim for at, claim in enumerate(claims)]


def _countered(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    found = [
        place
        for place, clause in enumerate(sentence.clauses)
        if clause.has(Concept.COUNTER, Concept.INSTEAD) and _proposes(clause) and not _in_reason(sentence, place)
    ]
    if not found:
        return claims
    kept = [claim.hold(Reason.COUNTER_PROPOSAL) if claim.vote is Vote.APPROVE else claim for claim in claims]
    votes = [claim for claim in kept if claim.vote]
    references = votes[-1].references if votes else _remark(sentence, Reason.COUNTER_PROPOSAL).references
    remark = Claim(None, sentence.clauses[found[0]].start, sentence.end, references, held=Reason.COUNTER_PROPOSAL)
    return [*kept, remark]


def _proposes(clause: Clause) -> bool:
    """«som rådmannen foreslår» proposes nothing; nor does «i stedet» beside taking part."""
    if clause.has(Concept.PRESENT, Concept.ABSENT, Concept.PLACE, Concept.DEPUTY, Concept.SUMMON):
        return clause.has(Concept.COUNTER)
    return not (
        clause.has(Concept.OTHER) and all(unit.form.startswith("foresl") for unit in clause.all_of(Concept.COUNTER))
    )


def _limited(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«godkjent, men bare for 2022», «… og pengene må komme fra Viken», «ingen innvendinger, men …»."""
    voted = {claim.clause for claim in claims}
    for place, clause in enumerate(sentence.clauses):
        named = tuple(unit.reference for unit in clause.units if unit.reference is not None)
        leads = not any(claim.clause < place for claim in claims)
        if place in voted or not claims or _in_reason(sentence, place) or (leads and not named):
            continue
        if leads and (_only_names(clause) or any(claim.spoken_of for claim in claims)):
            continue
        if named and (_limits(clause) or _leaves_open(clause, claims)):
            reason = Reason.CONDITIONAL if _limits(clause) else Reason.NOT_A_VOTE
            claims = [*claims, Claim(None, clause.start, clause.end, named, held=reason, clause=place)]
        elif _limits(clause):
            claims = _hold_approvals(claims, place, Reason.CONDITIONAL, whole_only=False)
        elif _is_remark_on_case(clause, named):
            remark = Claim(None, clause.start, clause.end, named, held=Reason.NOT_A_VOTE, weak=True, clause=place)
            claims = [*claims, remark]
        elif clause.opens(Concept.BUT):
            claims = _hold_approvals(claims, place, Reason.CONDITIONAL, whole_only=True)
    return claims


def _is_remark_on_case(clause: Clause, named: Sequence[Reference]) -> bool:
    """«…, det samme er sak 2»: something is said of a case by name that is no vote."""
    if not named or clause.units[0].concept in CONDITIONS or clause.has(Concept.COURTESY) or _only_names(clause):
        return False
    return all(each.scope is Scope.NAMED for each in named)


def _leaves_open(clause: Clause, claims: Sequence[Claim]) -> bool:
    """Whether what is said of a named case beside the vote keeps that case out of «resten» or of a vote on all."""
    if clause.has(Concept.COURTESY):
        return False
    rest = any(each.scope is Scope.REST for claim in claims for each in claim.references)
    unnamed = any(not claim.names and not claim.spoken_of for claim in claims)
    return rest or clause.opens(Concept.BUT) or (unnamed and clause.has(Concept.WISH, *OPEN_QUESTIONS))


def _limits(clause: Clause) -> bool:
    if _first_content(clause) is Concept.WISH or clause.has(Concept.PRESENT, Concept.ABSENT, Concept.CONTACT):
        return False
    if clause.has(Concept.MUST):
        return True
    content = [unit for unit in clause.units if unit.concept not in {Concept.SELF, Concept.DASH}]
    restricting = bool(content) and (content[0].concept is Concept.NEGATION or content[0].form in _ONLY)
    return clause.opens(Concept.BUT) and (restricting or clause.has(Concept.HEDGE))


def _hold_approvals(claims: list[Claim], place: int, reason: Reason, *, whole_only: bool) -> list[Claim]:
    return [
        claim.hold(reason)
        if claim.vote is Vote.APPROVE and claim.clause < place and (claim.whole or not whole_only)
        else claim
        for claim in claims
    ]


def _softened(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Ja, jeg møter» and «OK, skal lese det» vote for nothing: the soft word answers something else."""
    if sentence.has(Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL) or _is_bare_refusal(sentence):
        return [claim for claim in claims if not (claim.soft and not claim.names and _is_apart(claim, sentence))]
    voted = {claim.clause for claim in claims}
    others = [clause for place, clause in enumerate(sentence.clauses) if place not in voted]
    if any(_answers_something_else(clause) for clause in others) or sentence.has(Concept.ACKNOWLEDGED):
        return [claim.hold(Reason.NOT_A_VOTE, weak=True) if claim.soft else claim for claim in claims]
    return _without_hollow_words(claims, others)


def _answers_something_else(clause: Clause) -> bool:
    """What a soft word stands beside when it is no vote: «OK, skal lese det», «ja, det kan vi gjøre»."""
    return clause.has(Concept.FUTURE, Concept.TIME, Concept.HEDGE, Concept.CAN) and not clause.opens(Concept.BECAUSE)


def _without_hollow_words(claims: list[Claim], others: Sequence[Clause]) -> list[Claim]:
    """«Nei, ingen innvendinger» approves, «nei, det går fint» says nothing, «ja, enig med Olav» what its rest says."""
    if any(claim.whole and claim.held is None for claim in claims):
        claims = [claim for claim in claims if not (claim.soft and claim.vote is Vote.OBJECT and not claim.names)]
    doubted = any(claim.held is not None and not claim.soft for claim in claims)
    cheerful = any(clause.has(Concept.ASSENT, Concept.CONTACT) for clause in others)
    return [
        claim.hold(Reason.NOT_A_VOTE, weak=True)
        if claim.soft and not claim.names and (doubted or (cheerful and claim.vote is Vote.OBJECT))
        else claim
        for claim in claims
    ]


def _is_apart(claim: Claim, sentence: Sentence) -> bool:
    """Whether the soft word has no proposal beside it that it could be about."""
    clause = sentence.clauses[claim.clause]
    return not clause.has(Concept.PAPER)


def _is_bare_refusal(sentence: Sentence) -> bool:
    """«Nei, jeg kan ikke»."""
    return any(
        clause.has(Concept.CAN) and clause.has(Concept.NEGATION) and not clause.has(Concept.VOTE)
        for clause in sentence.clauses
    )


def _left_open(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjent eller ikke», «hverken ja eller nei»: what «eller» joins is no choice made."""
    places = [at for at, clause in enumerate(sentence.clauses) if at and _is_alternative(clause)]
    near = {place for at in places for place in (at - 1, at)}
    return [claim.hold(Reason.NOT_A_VOTE) if claim.vote and claim.clause in near else claim for claim in claims]


def _is_alternative(clause: Clause) -> bool:
    joined = clause.opening is not None and clause.opening.form in {"eller", "or"}
    return joined and clause.has(Concept.VOTE, Concept.NEGATION)


# What makes a remark on a case one that leaves its vote open: «sak 2 har jeg ikke lest», «… vil jeg gjerne diskutere».
OPEN_QUESTIONS: Final = (
    Concept.HEDGE, Concept.NEGATION, Concept.MUST, Concept.FUTURE, Concept.CHOOSE, Concept.TIME,
)  # fmt: skip
Step = Callable[[list[Claim], Sentence], list[Claim]]
