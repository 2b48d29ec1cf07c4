"""What each mail is answered with, and what the coordinator is told: reading-replies §§1, 3, 4 and design I7."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.journal import MailReceived, MeetingCancelled, MeetingClosed, Ruled
from bot.core.letters import (
    AnsweredMail,
    Letter,
    LetterKind,
    NeedsYou,
    NotCounted,
    Question,
    Receipt,
    Uncounted,
)
from bot.core.meeting import Role, VoteKey
from bot.core.minutes import final_protocol, roll_of, seal
from bot.core.reading import Kind, NamedSubstitute, Reading, Reason, Vote
from tests.core.people import (
    ABSENT,
    ADA,
    BLANK,
    BODY,
    DEADLINE,
    DEMAND,
    HOLE,
    HOUR,
    IDA,
    KARI,
    MINUTE,
    MORNING,
    NO,
    OLE,
    PER,
    PRESENT,
    RECUSED,
    SECOND,
    SIV,
    STRANGER,
    WITHDRAW,
    YES,
    Story,
    listed,
    reading,
    votes,
)

KARIS, PERS, SIVS = "kari.berg@hole.example", "per.dal@hole.example", "siv.aas@hole.example"
IDAS, ADAS, OLES = str(IDA.email), str(ADA.email), str(OLE.email)
UNLISTED = NamedSubstitute("Finn Ny", None, listed=False)
WORDS = "Svaret, ord for ord."


def answer_to(story: Story, mail: str) -> Letter | None:
    return story.due(MORNING).get(f"answer/{mail}")


def receipt(story: Story, mail: str) -> Receipt:
    letter = answer_to(story, mail)
    assert letter is not None
    assert isinstance(letter.content, Receipt)
    assert letter.kind is LetterKind.RECEIPT
    return letter.content


def told(story: Story, mail: str) -> tuple[str, ...]:
    """What the coordinator is told of a mail; empty where they need not look."""
    letter = story.due(MORNING).get(f"needs-you/{mail}")
    if letter is None:
        return ()
    assert isinstance(letter.content, NeedsYou)
    return letter.content.reasons


def uncounted(story: Story, mail: str) -> Uncounted:
    letter = answer_to(story, mail)
    assert letter is not None
    assert isinstance(letter.content, NotCounted)
    assert letter.kind is LetterKind.NOT_COUNTED
    return letter.content.why


def one(said: Reading, *before: Reading) -> tuple[Story, str]:
    """An open meeting in which those mails came and were answered, and then this one."""
    story = Story().opened()
    for minute, each in enumerate(before):
        story.mail(each, at=MORNING + minute * MINUTE)
        story.post(MORNING + minute * MINUTE)
    return story, story.mail(said, at=MORNING + len(before) * MINUTE)


def closed(story: Story) -> Story:
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=DEADLINE + HOUR)


# The receipt.


def test_vote_is_answered_with_a_receipt_to_the_registered_address() -> None:
    story, mail = one(reading("kberg@privat.example", votes(c1=YES)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert (letter.to, letter.seat, letter.role, letter.kind) == (KARI, HOLE, Role.MEMBER, LetterKind.RECEIPT)


def test_receipt_is_threaded_to_the_mail_it_answers() -> None:
    story = Story().opened()
    mail = story.mail(reading(KARIS, votes(c1=YES)), uid=7)
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.answers == AnsweredMail("<7@mail.example>", (), "SV: Møte", MORNING, f"#{mail[:8]}")


def test_receipt_repeats_what_was_registered() -> None:
    said = reading(KARIS, votes(c1=YES))
    story, mail = one(said)
    assert receipt(story, mail) == Receipt(
        votes=votes(c1=YES), standing=votes(c1=YES), unanswered=("2/22",), evidence=said.evidence, text=WORDS
    )


def test_receipt_names_what_it_replaces() -> None:
    story, mail = one(reading(KARIS, votes(c1=NO, c2=YES)), reading(KARIS, votes(c1=YES, c2=YES)))
    made = receipt(story, mail)
    assert (made.replaced, made.votes, made.unanswered) == ((VoteKey("1/22"),), votes(c1=NO, c2=YES), ())


def test_receipt_tells_all_that_stands() -> None:
    story, mail = one(reading(KARIS, votes(c2=NO)), reading(KARIS, votes(c1=YES)))
    made = receipt(story, mail)
    assert (made.votes, made.standing) == (votes(c2=NO), votes(c1=YES, c2=NO))


def test_withdrawal_is_receipted() -> None:
    story, mail = one(reading(KARIS, votes(c1=WITHDRAW)), reading(KARIS, votes(c1=YES)))
    made = receipt(story, mail)
    assert (made.withdrawn, made.votes, made.standing) == ((VoteKey("1/22"),), {}, {})


def test_recusal_is_receipted_with_who_is_called() -> None:
    story, mail = one(reading(KARIS, votes(c1=RECUSED)))
    made = receipt(story, mail)
    assert (made.votes, made.called, made.unanswered) == (votes(c1=RECUSED), PER, ("2/22",))


def test_absence_is_receipted_with_who_is_called() -> None:
    story, mail = one(reading(KARIS, attendance=ABSENT, substitute=listed(SIV)))
    made = receipt(story, mail)
    assert (made.attendance, made.called, made.absent_without_substitute, made.unanswered) == (ABSENT, SIV, False, ())


def test_absence_that_calls_nobody_says_so_and_tells_the_coordinator() -> None:
    story, mail = one(reading(ADAS, attendance=ABSENT))
    assert (receipt(story, mail).absent_without_substitute, told(story, mail)) == (True, ("no_substitute",))


def test_unlisted_substitute_is_the_coordinators_and_not_asked_about() -> None:
    said = reading(KARIS, attendance=ABSENT, substitute=UNLISTED, reasons=(Reason.UNKNOWN_SUBSTITUTE,))
    story, mail = one(said)
    assert (receipt(story, mail).reasons, told(story, mail)) == ((), ("unknown_substitute",))


def test_called_substitute_gets_a_receipt_of_their_own() -> None:
    story, mail = one(reading(PERS, votes(c1=NO)), reading(KARIS, attendance=ABSENT))
    letter = answer_to(story, mail)
    assert letter is not None
    assert (letter.to, letter.role, receipt(story, mail).unanswered) == (PER, Role.SUBSTITUTE, ("2/22",))


def test_stand_ins_receipt_tells_their_vote_alone() -> None:
    story, mail = one(reading(PERS, votes(c1=NO, c2=NO)), reading(KARIS, votes(c1=RECUSED, c2=YES)))
    made = receipt(story, mail)
    assert (made.votes, made.standing, made.unanswered) == (votes(c1=NO), votes(c1=NO), ())


def test_substitute_who_declines_gets_a_receipt() -> None:
    story, mail = one(reading(PERS, attendance=ABSENT), reading(KARIS, attendance=ABSENT))
    made = receipt(story, mail)
    assert (made.attendance, made.called) == (ABSENT, SIV)


def test_substitute_may_decline_before_they_are_called() -> None:
    story, mail = one(reading(PERS, attendance=ABSENT))
    assert (receipt(story, mail).attendance, told(story, mail)) == (ABSENT, ())


def test_clear_vote_is_not_the_coordinators_matter() -> None:
    story, mail = one(reading(KARIS, votes(c1=YES, c2=NO)))
    assert told(story, mail) == ()


@pytest.mark.parametrize(
    ("expected", "vote"),
    [("recused", RECUSED), ("abstain", BLANK), ("meeting", DEMAND)],
    ids=["recused", "blank", "meeting"],
)
def test_coordinator_is_told_of_what_the_law_has_a_word_on(expected: str, vote: Vote) -> None:
    story, mail = one(reading(KARIS, votes(c1=vote)))
    assert told(story, mail) == (expected,)


def test_member_who_votes_also_where_the_stand_in_has_is_told_what_counts() -> None:
    story, mail = one(
        reading(KARIS, votes(c1=YES, c2=YES)),
        reading(KARIS, votes(c1=RECUSED)),
        reading(PERS, votes(c1=NO)),
    )
    assert (receipt(story, mail).votes, told(story, mail)) == (votes(c2=YES), ("substitute_voted",))


# Questions.


@pytest.mark.parametrize(
    "reason",
    [
        Reason.CONDITIONAL,
        Reason.WHICH_CASE,
        Reason.CONTRADICTION,
        Reason.UNKNOWN_CASE,
        Reason.WHICH_MEETING,
        Reason.ABSENCE_WITH_VOTE,
        Reason.EXCEPTION_UNSAID,
        Reason.NOT_A_VOTE,
        Reason.NOTHING_SAID,
    ],
)
def test_unclear_mail_is_asked_back(reason: Reason) -> None:
    story, mail = one(reading(KARIS, reasons=(reason,)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert (letter.kind, letter.content, told(story, mail)) == (
        LetterKind.QUESTION,
        Question((reason,), (), WORDS),
        (),
    )


@pytest.mark.parametrize("reason", [Reason.QUESTION, Reason.COUNTER_PROPOSAL])
def test_question_and_counter_proposal_are_passed_on_too(reason: Reason) -> None:
    story, mail = one(reading(KARIS, reasons=(reason,)))
    assert told(story, mail) == (reason.value,)


def test_clear_vote_stands_beside_a_question() -> None:
    story, mail = one(reading(KARIS, votes(c1=YES), reasons=(Reason.CONDITIONAL,)))
    made = receipt(story, mail)
    assert (made.votes, made.reasons) == (votes(c1=YES), (Reason.CONDITIONAL,))


def test_reaction_is_asked_back() -> None:
    story, mail = one(reading(KARIS, kind=Kind.REACTION, reasons=(Reason.NOT_A_VOTE,)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.kind is LetterKind.QUESTION


def test_doubt_is_asked_once_and_is_then_the_coordinators() -> None:
    unclear = reading(KARIS, reasons=(Reason.CONDITIONAL,))
    story, mail = one(unclear, unclear)
    assert (receipt(story, mail).reasons, told(story, mail)) == ((), ("conditional",))


def test_another_doubt_is_asked_too() -> None:
    story, mail = one(reading(KARIS, reasons=(Reason.WHICH_CASE,)), reading(KARIS, reasons=(Reason.CONDITIONAL,)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.kind is LetterKind.QUESTION


def test_new_doubt_beside_an_old_one_is_asked() -> None:
    both = (Reason.CONDITIONAL, Reason.WHICH_CASE)
    story, mail = one(reading(KARIS, reasons=both), reading(KARIS, reasons=(Reason.CONDITIONAL,)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.content == Question(both, (), WORDS)


def test_doubt_beside_a_vote_is_asked_once_as_well() -> None:
    story, mail = one(
        reading(KARIS, reasons=(Reason.CONDITIONAL,)),
        reading(KARIS, votes(c1=YES), reasons=(Reason.CONDITIONAL,)),
    )
    assert (receipt(story, mail).reasons, told(story, mail)) == ((), ("conditional",))


def test_question_asked_before_is_told_of_once() -> None:
    asked = reading(KARIS, reasons=(Reason.QUESTION,))
    story, mail = one(asked, asked)
    assert told(story, mail) == ("question",)


def test_same_doubt_of_another_is_asked() -> None:
    story, mail = one(reading(OLES, reasons=(Reason.CONDITIONAL,)), reading(KARIS, reasons=(Reason.CONDITIONAL,)))
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.kind is LetterKind.QUESTION


def test_mail_that_cannot_be_read_goes_to_the_coordinator_unanswered() -> None:
    story, mail = one(reading(KARIS, reasons=(Reason.UNREADABLE,)))
    assert (answer_to(story, mail), told(story, mail)) == (None, ("unreadable",))


def test_recall_goes_to_the_coordinator_unanswered() -> None:
    story, mail = one(reading(KARIS, kind=Kind.RECALL))
    assert (answer_to(story, mail), told(story, mail)) == (None, ("recall",))


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.BOUNCE, Kind.RECEIPT, Kind.UNRELATED])
@pytest.mark.parametrize("sender", [KARIS, STRANGER])
def test_nothing_automatic_is_answered(kind: Kind, sender: str) -> None:
    story, mail = one(reading(sender, votes(c1=YES), kind=kind))
    assert (answer_to(story, mail), told(story, mail)) == (None, ())


def test_mail_that_was_not_read_yet_is_not_answered() -> None:
    story = Story().opened().happens(MailReceived("a" * 64, MORNING, 1, "", (), "", KARIS), at=MORNING)
    assert story.due(MORNING) == {}


# Not counted.


def test_late_mail_is_told_so() -> None:
    story = Story().opened()
    mail = story.mail(reading(KARIS, votes(c1=YES)), at=DEADLINE + SECOND)
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.LATE, ())


def test_late_mail_is_told_so_after_closing() -> None:
    story = closed(Story().opened())
    mail = story.mail(reading(KARIS, votes(c1=YES)), at=DEADLINE + HOUR)
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.LATE, ())


def test_mail_in_time_that_was_found_after_closing_is_the_coordinators_too() -> None:
    story = closed(Story().opened())
    mail = story.mail(reading(KARIS, votes(c1=YES)), at=DEADLINE)
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.LATE, ("after_close",))


def test_mail_read_before_closing_is_answered_after_it_as_counted() -> None:
    story = Story().opened()
    mail = story.mail(reading(KARIS, votes(c1=YES)), at=DEADLINE)
    closed(story)
    assert receipt(story, mail).votes == votes(c1=YES)


def test_mail_to_a_cancelled_meeting_is_told_so() -> None:
    story = Story().opened().happens(MeetingCancelled(), at=MORNING)
    mail = story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + MINUTE)
    assert uncounted(story, mail) is Uncounted.CANCELLED


def test_unclear_mail_that_is_late_is_not_asked_about() -> None:
    story = Story().opened()
    mail = story.mail(reading(KARIS, reasons=(Reason.CONDITIONAL,)), at=DEADLINE + SECOND)
    assert uncounted(story, mail) is Uncounted.LATE


def test_substitute_who_was_not_called_is_told_so() -> None:
    story, mail = one(reading(PERS, votes(c1=YES)))
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.NOT_CALLED, ("not_called",))


def test_substitute_who_was_not_called_is_not_asked_what_they_meant() -> None:
    story, mail = one(reading(PERS, reasons=(Reason.CONDITIONAL,)))
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.NOT_CALLED, ("not_called",))


@pytest.mark.parametrize(
    "called_by", [reading(KARIS, attendance=ABSENT), reading(KARIS, votes(c1=RECUSED))], ids=["seat", "case"]
)
def test_called_substitute_is_asked_what_they_meant(called_by: Reading) -> None:
    story, mail = one(reading(PERS, reasons=(Reason.CONDITIONAL,)), called_by)
    letter = answer_to(story, mail)
    assert letter is not None
    assert letter.kind is LetterKind.QUESTION


def test_member_who_votes_after_the_substitute_is_told_so_and_the_coordinator_too() -> None:
    story, mail = one(reading(KARIS, votes(c1=YES)), reading(KARIS, attendance=ABSENT), reading(PERS, votes(c1=NO)))
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.SUBSTITUTE_VOTED, ("substitute_voted",))


def test_adviser_who_votes_is_told_that_it_does_not_count() -> None:
    story, mail = one(reading(IDAS, reasons=(Reason.NO_VOTE,)))
    assert (uncounted(story, mail), told(story, mail)) == (Uncounted.NO_VOTE, ("no_vote",))


@pytest.mark.parametrize(
    ("tells", "said"),
    [
        ((), reading(IDAS, attendance=PRESENT)),
        ((), reading(IDAS, attendance=ABSENT)),
        (("comment",), reading(IDAS)),
        (("comment",), reading(IDAS, attendance=PRESENT, reasons=(Reason.QUESTION,))),
    ],
    ids=["present", "absent", "comment", "present with a question"],
)
def test_advisers_words_are_received_and_passed_on(tells: tuple[str, ...], said: Reading) -> None:
    story, mail = one(said)
    assert (receipt(story, mail), told(story, mail)) == (Receipt(attendance=said.attendance, text=WORDS), tells)


# Who wrote.


def test_stranger_gets_nothing_and_the_coordinator_is_told() -> None:
    story, mail = one(reading(STRANGER, reasons=(Reason.UNKNOWN_SENDER,)))
    assert (answer_to(story, mail), told(story, mail)) == (None, ("unknown_sender",))


def test_stranger_who_claims_a_members_address_gets_nothing() -> None:
    """A From that the reader would not believe names no seat."""
    said = replace(reading(KARIS), seat=None, speaker=None, clarify=True, reasons=(Reason.UNKNOWN_SENDER,))
    story, mail = one(said)
    assert (answer_to(story, mail), told(story, mail)) == (None, ("unknown_sender",))


@pytest.mark.parametrize("sender", ["anne.lie@region.example", "Anne.Lie+mote@region.example"])
def test_coordinator_who_writes_is_told_that_nothing_comes_of_it(sender: str) -> None:
    story, mail = one(reading(sender, reasons=(Reason.UNKNOWN_SENDER,)))
    assert (answer_to(story, mail), told(story, mail)) == (None, ("from_coordinator",))


def test_mail_of_an_untrusted_sender_is_held_and_the_registered_person_told() -> None:
    story = Story().opened()
    mail = story.mail(reading("kberg@privat.example", votes(c1=NO)), trusted=False, why="no_thread")
    letter = answer_to(story, mail)
    assert letter is not None
    assert (letter.to, letter.content) == (KARI, NotCounted(Uncounted.NOT_TRUSTED, WORDS))


def test_coordinator_is_told_why_the_sender_is_not_trusted() -> None:
    story = Story().opened()
    mail = story.mail(reading(KARIS, votes(c1=NO)), trusted=False, why="no_thread")
    letter = story.due(MORNING)[f"needs-you/{mail}"]
    assert letter.content == NeedsYou(KARIS, WORDS, ("held",), HOLE, "no_thread", mail)


def test_coordinators_letter_shows_a_trusted_mail_without_a_word_on_trust() -> None:
    story, mail = one(reading(KARIS, reasons=(Reason.QUESTION,)))
    letter = story.due(MORNING)[f"needs-you/{mail}"]
    assert (letter.to.email, letter.seat, letter.answers, letter.content) == (
        BODY.coordinator.email,
        None,
        None,
        NeedsYou(KARIS, WORDS, ("question",), HOLE, "", mail),
    )


def test_mail_of_another_role_than_the_registered_is_received_without_effect() -> None:
    story, mail = one(replace(reading(KARIS, votes(c1=YES)), speaker=Role.SUBSTITUTE))
    assert receipt(story, mail).votes == {}


# Once.


def test_mail_is_answered_once() -> None:
    story, mail = one(reading(KARIS, votes(c1=YES), reasons=(Reason.QUESTION,)))
    story.post(MORNING)
    assert (answer_to(story, mail), told(story, mail)) == (None, ())


def test_coordinators_letter_comes_before_the_answer() -> None:
    """A mail with its answer is done with, so that nothing may be left to write then."""
    story, _ = one(reading(KARIS, reasons=(Reason.QUESTION,)))
    assert [key.split("/")[0] for key in story.due(MORNING)] == ["needs-you", "answer"]


def test_ruling_is_not_answered() -> None:
    assert Story().opened().recorded(Ruled("hole", "på telefon", votes(c1=YES))).due(MORNING) == {}


# Whoever writes without end.


def flooded(count: int, apart: timedelta = MINUTE) -> tuple[Story, list[str]]:
    """An open meeting to which one member writes so many mails, each answered as it comes."""
    story, mails = Story().opened(), []
    for number in range(count):
        at = MORNING + number * apart
        mails.append(story.mail(reading(KARIS, votes(c1=YES if number % 2 else NO)), at=at))
        story.post(at)
    return story, mails


def test_eleventh_mail_of_an_hour_is_not_answered_and_the_coordinator_is_told_once() -> None:
    story, mails = flooded(13)
    assert mails[:10] == [mail for mail in mails if f"answer/{mail}" in story.state.letters]
    assert [mails[10]] == [mail for mail in mails if f"needs-you/{mail}" in story.state.letters]


def test_another_address_of_the_same_person_gets_no_more_answers() -> None:
    """Both are answered at the registered one; a program that answers from either would never end."""
    story, mails = Story().opened(), []
    for number in range(13):
        said = reading(KARIS, votes(c1=YES if number % 2 else NO))
        said = replace(said, sender=said.sender if number % 3 else "kberg@privat.example")
        mails.append(story.mail(said, at=MORNING + number * MINUTE))
        story.post(MORNING + number * MINUTE)
    assert mails[:10] == [mail for mail in mails if f"answer/{mail}" in story.state.letters]


def test_mail_that_is_not_answered_counts_all_the_same() -> None:
    story, mails = flooded(13)
    step = roll_of(story.state).step(mails[12])
    assert step is not None
    assert step.after.votes[VoteKey("1/22")].vote is NO


def test_mails_spread_over_hours_are_all_answered() -> None:
    story, mails = flooded(13, 7 * MINUTE)
    assert mails == [mail for mail in mails if f"answer/{mail}" in story.state.letters]
