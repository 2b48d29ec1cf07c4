"""The protocol in each form that can be asked for."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.meeting import Meeting
from bot.core.protocol import Protocol
from bot.letters.documents import protocol_docx, protocol_html, protocol_pdf, protocol_text
from bot.letters.documents.redaction import public_protocol
from bot.letters.einnsyn import einnsyn
from bot.store.archive import Archive

Render = Callable[[Protocol, ZoneInfo, bytes | None, bool], bytes]


def _json(made: Protocol, _zone: ZoneInfo, _logo: bytes | None, public: bool) -> bytes:  # noqa: FBT001 - one signature for all forms
    shown = public_protocol(made) if public else made
    return _as_json(shown.as_json())


def _as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


FORMS: Mapping[str, Render] = MappingProxyType(
    {
        "json": _json,
        "txt": lambda made, zone, _logo, public: protocol_text(made, zone, public=public).encode(),
        "html": lambda made, zone, logo, public: protocol_html(made, zone, public=public, logo=logo).encode(),
        "pdf": lambda made, zone, logo, public: protocol_pdf(made, zone, public=public, logo=logo),
        "docx": lambda made, zone, logo, public: protocol_docx(made, zone, public=public, logo=logo),
        # eInnsyn is public by nature: closed parts never go there.
        "einnsyn": lambda made, zone, _logo, _public: _as_json(einnsyn(made, zone)),
    }
)


# What a form's file ends in, where that is not the form's own name.
ENDINGS: Mapping[str, str] = MappingProxyType({"einnsyn": "einnsyn.json"})


def rendered(made: Protocol, form: str, zone: ZoneInfo, archive: Archive, *, public: bool = False) -> bytes:
    """The protocol as a file of that form, one of `FORMS`; `public` leaves out what is exempt from public access.

    The body's logo is in the archive; StoreError where it is missing there or altered.
    """
    return FORMS[form](made, zone, logo_of(made.meeting, archive), public)


def logo_of(meeting: Meeting, archive: Archive) -> bytes | None:
    """The content of the body's logo; None where it has none. StoreError where it is missing or was altered."""
    logo = meeting.body.logo
    return None if logo is None else archive.get(logo.sha256)
