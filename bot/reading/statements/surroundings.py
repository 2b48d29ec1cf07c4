"""What the clauses around a claim do to it: the cases that they name for it, and the words that correct it."""

from collections.abc import Sequence

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import OPPOSING, Claim, first_content, only_names
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Reference
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit


def spread_references(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """Clauses that only name a case lend it to the vote beside them, exceptions to the vote before them.

    Who begins with a vote names its case behind it: «Godkjent (sak 1), imot (sak 2)».
    """
    spread: list[Claim] = []
    lent: tuple[Reference, ...] = ()
    for place, claim in enumerate(claims):
        follows = bool(spread) and claims[0].vote is not None and not claims[0].clause and not spread[-1].names
        names_only = claim.vote is None and claim.held is None and not claim.excluded
        beside = bool(spread) and spread[-1].clause == claim.clause - 1
        follows = (follows or (beside and _belongs_behind(claim, spread[-1], sentence))) and not _introduces(
            sentence, claim.clause
        )
        if names_only and not follows and _leads(claims, place):
            lent = (*lent, *claim.references)
        elif lent:
            spread.append(claim._replace(references=(*lent, *claim.references)))
            lent = ()
        elif claim.vote is None and claim.held is None and claim.excluded and spread:
            spread[-1] = spread[-1]._replace(excluded=(*spread[-1].excluded, *claim.excluded), end=claim.end)
        elif claim.vote is None and claim.held is None and spread:
            spread[-1] = spread[-1]._replace(references=(*spread[-1].references, *claim.references), end=claim.end)
        else:
            spread.append(claim)
    spread = [
        claim._replace(references=spread[at - 1].excluded, topics=spread[at - 1].excluded_topics)
        if at and claim.vote in OPPOSING and not claim.names and not claim.anaphoric
        else claim
        for at, claim in enumerate(spread)
    ]
    return _led(spread, sentence)


def _led(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Sak 1, sak 2 og sak 3 godkjennes»: the first vote with the cases named in clauses of their own before it."""
    leading = _leading_references(sentence)
    at = next((at for at, claim in enumerate(claims) if not _is_denied(claim, sentence)), len(claims))
    if not leading or at == len(claims) or claims[at].clause < 1:
        return claims
    first = claims[at]
    led = first._replace(references=(*leading, *first.references), start=sentence.start)
    return [*claims[:at], led, *claims[at + 1 :]]


def _introduces(sentence: Sentence, place: int) -> bool:
    """«Når det gjelder sak 3, (avstår jeg)»: what the clause names is what the next one votes on."""
    clause, following = sentence.clauses[place], sentence.clauses[place + 1 : place + 2]
    if clause.units[0].form not in marks("concerning") or not following or not following[0].has(Concept.VOTE):
        return False
    return not (following[0].references or any(unit.titled for unit in following[0].units))


def _belongs_behind(claim: Claim, before: Claim, sentence: Sentence) -> bool:
    """«Kjøpet er greit (punkt 1)», «avstår i sak 1 og sak 2»: of the vote just before, whatever follows."""
    clause = sentence.clauses[claim.clause]
    bracketed = clause.opening is not None and clause.opening.form == "("
    joined = clause.opens(Concept.AND) and bool(before.references) and _votes_first(sentence.clauses[before.clause])
    return bracketed or (joined and before.vote is not None)


def shared_by_topics(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Både styringsdokumentet og sykkelveiene er godkjent», «ja til budsjettet og gebyrene»: the vote is on each case
    that a title's word names, before it or behind it."""
    shared: list[Claim] = []
    for claim in claims:
        if claim.vote is None or not (claim.topics or claim.references):
            shared.append(claim)
        elif _votes_first(sentence.clauses[claim.clause]):
            shared.extend((claim, *_others_named(claim, sentence, 1)))
        else:
            shared.extend((*_others_named(claim, sentence, -1), claim))
    return shared


def _votes_first(clause: Clause) -> bool:
    """Whether the vote stands before what it is on."""
    told = (unit for unit in clause.units if unit.titled or unit.concept in {Concept.VOTE, Concept.REFERENCE})
    return next((unit.concept is Concept.VOTE for unit in told), False)


def _others_named(claim: Claim, sentence: Sentence, step: int) -> list[Claim]:
    """The same vote for each title's word in the clauses beside it that only name."""
    found: list[Claim] = []
    place = claim.clause
    while 0 <= place + step < len(sentence.clauses):
        clause, joined = sentence.clauses[place + step], sentence.clauses[max(place, place + step)]
        named = tuple(unit for unit in clause.units if unit.titled)
        if not named or not joined.opens(Concept.AND, Concept.COMMA) or not only_names(clause):
            break
        if step > 0 and _introduces(sentence, place + step):
            break
        found.append(claim._replace(references=(), topics=named))
        place += step
    return found[::step]


def about_their_sentence(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Når det gjelder sak 2, så er jeg i tvil, og stemmer imot»: the sentence says which case its votes are about."""
    voted = {claim.clause for claim in claims}
    about: tuple[Reference, ...] = ()
    opened = False
    for place, clause in enumerate(sentence.clauses):
        named = clause.references
        if place in voted or (named and about and not only_names(clause)):
            break
        if named and all(each.of_cases for each in named):
            about, opened = named, place == 0 and (first_content(clause) is Concept.REFERENCE or _is_judged(clause))
    claims = _contrasted_with_others(claims, sentence)
    first = next((claim.clause for claim in claims if claim.vote is not None), 0)
    topics = judged_topics(sentence.clauses[0]) if first and not about else ()
    if topics:
        # «Sykkelveiene er bra, det godkjenner jeg»
        return [
            claim._replace(topics=topics) if claim.vote and not claim.names and claim.clause == first else claim
            for claim in claims
        ]
    return [
        claim._replace(spoken_of=about)
        if claim.vote is not None and not claim.names and claim.clause == first and (opened or claim.vote in OPPOSING)
        else claim
        for claim in claims
    ]


def _contrasted_with_others(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Vik er imot sak 3, men vi er for», «sak 3 var jeg imot, nå er jeg for»: of the case named before."""
    found: list[Claim] = []
    for claim in claims:
        before = found[-1] if found else None
        unnamed = claim.vote is not None and not (claim.names or claim.excluded)
        told = before is not None and before.held is Reason.NOT_A_VOTE and bool(before.references)
        if unnamed and before is not None and told and not _is_denied(before, sentence):
            between = sentence.clauses[before.clause + 1 : claim.clause]
            named = any(each.references for each in between)
            found.append(claim if named else claim._replace(references=before.references))
        else:
            found.append(claim)
    return found


def _is_denied(claim: Claim, sentence: Sentence) -> bool:
    """«Sak 1 (ikke sak 3) er jeg imot»: named only to say that it is another."""
    clause = sentence.clauses[claim.clause]
    return clause.units[0].concept is Concept.NEGATION and only_names(clause)


def is_judged_case(clause: Clause, named: Sequence[Reference]) -> bool:
    """Whether the clause judges the one case that its sentence names."""
    return len(named) == 1 and named[0].of_cases and _is_judged(clause)


def _is_judged(clause: Clause, named: Concept = Concept.REFERENCE) -> bool:
    """«Svaret i sak 2 er fint, …»: what is proposed in a case is judged; thanks and praise are for the work."""
    at = next((at for at, unit in enumerate(clause.units) if unit.concept is named), len(clause.units))
    behind = clause.units[at + 1 :]
    judging = any(unit.concept is Concept.ASSENT or unit.form in marks("linking") for unit in behind[:1])
    return judging and not clause.has(Concept.ACKNOWLEDGED, Concept.HEDGE, Concept.NEGATION, Concept.PENDING)


def judged_topics(clause: Clause) -> tuple[Unit, ...]:
    """The words of a title that the clause begins with and judges: «Sykkelveiene er bra»."""
    topics = tuple(unit for unit in clause.units if unit.titled)
    return topics if first_content(clause) is Concept.TOPIC and _is_judged(clause, Concept.TOPIC) else ()


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
        found = clause.references
        if found and named and clause.units[0].concept is Concept.NEGATION and only_names(clause):
            continue
        if not found or not only_names(clause) or clause.has(Concept.NEGATION, Concept.EXCEPT):
            return ()
        named.extend(found)
    return ()


def filled_in(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«1/22 Godkjent: ja» votes by its label, «1/22 Godkjent: nei» and «Krever møte: nei» leave open for what."""
    answers = {place: clause for place, clause in enumerate(sentence.clauses) if place and _is_answer(clause)}
    if not answers:
        return claims
    refused = {place - 1 for place, clause in answers.items() if clause.units[0].vote is Vote.OBJECT}
    return [
        claim.hold(Reason.NOT_A_VOTE) if claim.clause in refused else claim
        for claim in claims
        if claim.clause not in answers or claim.names
    ]


def _is_answer(clause: Clause) -> bool:
    word = clause.units[0]
    return clause.opens(Concept.COLON) and len(clause.units) == 1 and word.shape is Form.WORD
