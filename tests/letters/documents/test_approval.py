"""What a protocol says of its approval: that it waits for it, and then who gave it, when and how."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.protocol import Approval, Channel, Status
from bot.letters.catalogue import LANGUAGES
from bot.letters.documents import protocol_text
from bot.letters.einnsyn import einnsyn
from tests.letters.documents.people import DEADLINE, OSLO, usual

AT = DEADLINE + timedelta(days=1)
BY_MAIL = Approval("Kari Berg", Channel.MAIL, AT, "<a@hole.example>")
BY_HAND = Approval("Anne Lie", Channel.COORDINATOR, AT, reason="Mail")
SAID = {
    "nb": (
        "Protokollen er godkjent på e-post av Kari Berg, mottatt torsdag 3. mars 2022 kl. 15.00.",
        "Protokollen er godkjent torsdag 3. mars 2022 kl. 15.00, ført av koordinatoren, Anne Lie: Mail",
    ),
    "nn": (
        "Protokollen er godkjend på e-post av Kari Berg, motteken torsdag 3. mars 2022 kl. 15.00.",
        "Protokollen er godkjend torsdag 3. mars 2022 kl. 15.00, ført av koordinatoren, Anne Lie: Mail",
    ),
    "en": (
        "The minutes were approved by e-mail by Kari Berg, received on Thursday 3 March 2022 at 15:00.",
        "The minutes were approved on Thursday 3 March 2022 at 15:00, as recorded by the coordinator, Anne Lie: Mail",
    ),
}
STAMPS = {"nb": "TIL GODKJENNING", "nn": "TIL GODKJENNING", "en": "FOR APPROVAL"}


def said(approval: Approval | None, language: str = "nb", status: Status = Status.FINAL) -> str:
    return " ".join(protocol_text(replace(usual(language, status), approval=approval), OSLO).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_approved_it_when_and_how_is_told(language: str) -> None:
    for approval, words in zip((BY_MAIL, BY_HAND), SAID[language], strict=True):
        assert words in said(approval, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_that_waits_is_stamped_and_tells_the_votes_as_settled(language: str) -> None:
    text = said(None, language, Status.AWAITING)
    assert text.startswith(STAMPS[language])
    final = said(None, language)
    assert final.partition("1/22")[2] == text.partition("1/22")[2]


def test_a_body_that_asks_for_none_says_nothing_of_it() -> None:
    assert "odkjenning av protokollen" not in said(None)


def test_nothing_is_published_as_decided_before_the_approval() -> None:
    shown = einnsyn(usual(status=Status.AWAITING), OSLO)
    assert shown["beskrivelse"].startswith("Utkast til godkjenning hos møtelederen.")
    assert not [case for case in shown["moetesak"] if "vedtak" in case]
