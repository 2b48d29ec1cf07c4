"""How the sender of a mail is judged: what DNS says of their signatures is gathered before, the judgement is pure."""

from bot.core.journal import Identity, Keys, MailReceived
from bot.mail.signed.outcome import Signed
from bot.mail.trust import judge, may_need_signature
from bot.reading.message import Message
from bot.service.office import Office
from bot.settings import Require


def keys_for(office: Office, raw: bytes, message: Message) -> Keys | None:
    """The keys of the sender's signatures, None where none are needed or motebot does not check signatures itself.

    DNS is asked of domains of registered people alone: no stranger learns by it that their mail was read.
    """
    trust = office.trust
    needed = may_need_signature(message, require=trust.require, authserv_id=trust.authserv_id)
    if office.look_up is None or not needed or not _is_registered(office, message.sender):
        return None
    from bot.mail.signed.dns import records  # noqa: PLC0415 - only where it is turned on
    from bot.mail.signed.domains import organisation_of  # noqa: PLC0415 - the same
    from bot.mail.signed.judgement import key_names  # noqa: PLC0415 - the same

    domain = _domain(message.sender)
    organisation = organisation_of(domain)
    return Keys(organisation, records(key_names(raw, domain, organisation), office.look_up))


def identified(raw: bytes, message: Message, received: MailReceived) -> Identity:
    """How the sender of the mail is judged, by the settings of the time when it was received and the keys of then."""
    require = Require(received.require)
    return judge(
        message,
        thread_ok=received.threaded,
        require=require,
        authserv_id=received.authserv_id,
        signed=_signed(raw, message, received),
    )


def _signed(raw: bytes, message: Message, received: MailReceived) -> Signed | None:
    if received.keys is None:
        return None
    from bot.mail.signed.judgement import judged  # noqa: PLC0415 - only where it was turned on

    return judged(raw, _domain(message.sender), received.keys, received.received)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _is_registered(office: Office, address: str) -> bool:
    with office.store.read() as uow:
        return any(state.meeting.speaker(address) is not None for state in office.states(uow).values())
