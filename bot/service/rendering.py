"""The protocol in each form that can be asked for."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.protocol import Protocol
from bot.letters.documents import protocol_docx, protocol_html, protocol_pdf, protocol_text
from bot.letters.documents.redaction import public_protocol
from bot.letters.einnsyn import einnsyn

Render = Callable[[Protocol, ZoneInfo, bool], bytes]


def _json(made: Protocol, _zone: ZoneInfo, public: bool) -> bytes:  # noqa: FBT001 - one signature for all forms
    shown = public_protocol(made) if public else made
    return _as_json(shown.as_json())


def _as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


FORMS: Mapping[str, Render] = MappingProxyType(
    {
        "json": _json,
        "txt": lambda made, zone, public: protocol_text(made, zone, public=public).encode(),
        "html": lambda made, zone, public: protocol_html(made, zone, public=public).encode(),
        "pdf": lambda made, zone, public: protocol_pdf(made, zone, public=public),
        "docx": lambda made, zone, public: protocol_docx(made, zone, public=public),
        # eInnsyn is public by nature: closed parts never go there.
        "einnsyn": lambda made, zone, _public: _as_json(einnsyn(made, zone)),
    }
)


# What a form's file ends in, where that is not the form's own name.
ENDINGS: Mapping[str, str] = MappingProxyType({"einnsyn": "einnsyn.json"})


def rendered(made: Protocol, form: str, zone: ZoneInfo, *, public: bool = False) -> bytes:
    """The protocol as a file of that form, one of `FORMS`; `public` leaves out what is exempt from public access."""
    return FORMS[form](made, zone, public)
