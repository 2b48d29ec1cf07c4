"""The protocol as eInnsyn's API takes it: one nested Moetemappe with its cases, decisions and votes.

Fields and their values follow the public model of the eInnsyn API (Moetemappe, Moetesak, Utredning, Vedtak,
Votering). What is published there is public, so that of a closed case only number and legal basis are in it. The
model has no field for absence, recusal or silence: those are told in the Behandlingsprotokoll's text.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.meeting import Rule, Seat
from bot.core.protocol import CaseResult, CastVote, Outcome, Protocol, RollAttendance, Status
from bot.core.reading import Vote
from bot.letters.documents.page import page_fragment
from bot.letters.documents.parts import case_title
from bot.letters.documents.prose import blocks_of, clean, one_line
from bot.letters.documents.redaction import public_protocol
from bot.letters.documents.verdict import Verdict
from bot.letters.documents.words import Words

_VOTES = {Vote.APPROVE: "Ja", Vote.OBJECT: "Nei", Vote.ABSTAIN: "Blankt"}
_NUMBER = re.compile(r"(?:\D*\s)?0*(?P<sequence>\d+)/(?P<year>\d{4}|\d{2})")
_DESCRIPTION_LIMIT = 1000


def einnsyn(protocol: Protocol, zone: ZoneInfo) -> dict[str, Any]:
    """The Moetemappe, ready to be sent as JSON; dates are days in `zone`, times in UTC as the API has them.

    A draft has no Vedtak in it, nor has a meeting that was called off or a case that is undecided: nothing is decided
    there, and the description says so.
    """
    public = public_protocol(protocol)
    meeting = public.meeting
    words = Words.of(meeting.body.language, zone)
    when = meeting.starts or meeting.deadline
    title = f"{one_line(meeting.title)} – {one_line(meeting.body.name)}"
    return _without_empty(
        {
            "offentligTittel": title,
            "offentligTittelSensitiv": title,
            "beskrivelse": _standing(words, public),
            "moetenummer": meeting.id,
            "utvalg": one_line(meeting.body.name),
            "moetedato": _instant(when),
            "moetested": one_line(meeting.place),
            "moetesak": [_case(words, public, case) for case in public.cases],
        }
    )


def _standing(words: Words, protocol: Protocol) -> str:
    """What keeps the whole from being final; empty for a final protocol."""
    if protocol.status is Status.DRAFT:
        return words("protocol.draft", deadline=words.moment(protocol.meeting.deadline))
    if protocol.status is Status.AWAITING:
        return words("protocol.awaiting")
    if protocol.status is Status.CANCELLED:
        at = protocol.cancelled_at
        return words("protocol.cancelled", at=words.moment(at)) if at else words("protocol.cancelled_untimed")
    return ""


def _case(words: Words, protocol: Protocol, case: CaseResult) -> dict[str, Any]:
    title = case_title(words, case, hidden=not case.public)
    number = _NUMBER.fullmatch(case.number.strip())
    shown: dict[str, Any] = {
        "offentligTittel": title,
        "offentligTittelSensitiv": title,
        "moetesakstype": "moete" if case.rule is Rule.BOARD else "politisk",
        "moetesaksaar": _year(number["year"]) if number else None,
        "moetesakssekvensnummer": int(number["sequence"]) if number else None,
        "utvalg": one_line(protocol.meeting.body.name),
    }
    if case.public:
        shown |= _contents(Verdict(words, protocol, case))
    return _without_empty(shown)


def _contents(verdict: Verdict) -> dict[str, Any]:
    """What an open case has beside its title: what was put forward, and what came of it."""
    case, final = verdict.case, verdict.protocol.status is Status.FINAL
    proposal = _text(_listed(enumerate(case.proposal, 1), numbered=len(case.proposal) > 1))
    documents = [_document(*each) for each in enumerate(case.documents, 1)]
    shown: dict[str, Any] = {"innstilling": proposal}
    if case.text.strip():
        described = {"tekstInnhold": page_fragment(blocks_of(case.text, 4)), "tekstFormat": "text/html"}
        utredning = {"saksbeskrivelse": described, "innstilling": proposal, "utredningsdokument": documents}
        shown["utredning"] = _without_empty(utredning)
    else:
        shown["dokumentbeskrivelse"] = documents
    if final and case.outcome is not Outcome.UNDECIDED:
        shown["vedtak"] = _decision(verdict)
    elif final:
        shown["beskrivelse"] = " ".join((verdict.sentence(), *verdict.why()))[:_DESCRIPTION_LIMIT]
    return shown


def _document(number: int, path: str) -> dict[str, Any]:
    name = one_line(PurePosixPath(path).name)
    return {
        "tittel": name,
        "tittelSensitiv": name,
        "dokumentnummer": number,
        "tilknyttetRegistreringSom": "vedlegg",
    }


def _decision(verdict: Verdict) -> dict[str, Any]:
    case, protocol = verdict.case, verdict.protocol
    text = _listed(verdict.decided(), numbered=len(case.proposal) > 1)
    return {
        "vedtakstekst": _text(text or verdict.sentence()),
        "votering": list(_votes(verdict)),
        "behandlingsprotokoll": _text("\n".join(course(verdict))),
        "dato": protocol.meeting.deadline.astimezone(verdict.words.zone).date().isoformat(),
    }


def _votes(verdict: Verdict) -> Iterator[dict[str, Any]]:
    """One Votering a seat that voted on the case as a whole. A vote is a person's; the seat is whom they represent,
    with the coordinator's address, since a member's own need not be public."""
    coordinator = verdict.protocol.meeting.body.coordinator
    for line in verdict.protocol.roll:
        vote = verdict.ballots.vote(line.seat) if line.seat.votes else None
        if vote in _VOTES:
            yield {
                "moetedeltaker": _participant(verdict, line.seat),
                "stemme": _VOTES[vote],
                "representerer": {
                    "navn": one_line(line.seat.name),
                    "identifikator": line.seat.id,
                    "initialer": "".join(word[0] for word in line.seat.name.split()).upper(),
                    "epostadresse": coordinator.email,
                },
            }


def _participant(verdict: Verdict, seat: Seat) -> dict[str, str]:
    row = _counted(verdict.ballots.rows(seat))
    function = "roll.substitute" if row.by != seat.member.name else "label.chair" if seat.chair else "roll.member"
    return {"moetedeltakerNavn": one_line(row.by), "moetedeltakerFunksjon": verdict.words(function)}


def _counted(rows: Iterable[CastVote]) -> CastVote:
    return next(row for row in rows if row.vote is not Vote.RECUSED)


def course(verdict: Verdict) -> Iterator[str]:
    """How the case was dealt with, sentence by sentence, the absent and those who met for them included."""
    words, case = verdict.words, verdict.case
    yield verdict.sentence()
    for result in case.points:
        yield words("decision.numbered", point=result.point, result=verdict.sentence(result.point))
    yield from verdict.notes()
    for line in verdict.protocol.roll:
        if line.attendance is RollAttendance.ABSENT:
            name = "absence.met" if line.by else "absence.nobody"
            who = {"member": one_line(line.seat.member.name), "seat": one_line(line.seat.name)}
            yield words(name, substitute=one_line(line.by.name) if line.by else "", **who)
    yield verdict.grounds()


def _listed(entries: Iterable[tuple[int, str]], *, numbered: bool) -> str:
    return "\n".join(f"{number}. {clean(text)}" if numbered else clean(text) for number, text in entries)


def _text(text: str) -> dict[str, str]:
    return {"tekstInnhold": text, "tekstFormat": "text/plain"}


def _year(digits: str) -> int:
    """The year of a case's number; two digits are of this century."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something: the API refuses empty strings."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}
