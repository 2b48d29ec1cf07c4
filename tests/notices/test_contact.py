from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]

LIV = {"name": "Liv Haug", "email": "liv.haug@nes.example"}


@pytest.mark.parametrize(
    "text",
    [
        "Forfall meldes til sekretariatet v/ Liv Haug på e-post liv.haug@nes.example.",
        "Forfall meldes til liv.haug@nes.example (Liv Haug, daglig leder).",
        "Forfall meldes: Liv Haug – liv.haug@nes.example",
        "Meld fra til Liv Haug (liv.haug@nes.example) hvis du ikke kan komme.",
        "Ansvarlig: Liv Haug (liv.haug@nes.example)",
        "Spørsmål? Kontakt Liv Haug, e-post liv.haug@nes.example.",
        "Innkalt av: Kari Berg (leder), ved Liv Haug\n\nE-post: liv.haug@nes.example",
        "Referent: Liv Haug, liv.haug@nes.example",
        "| Forfall meldes | Liv Haug, liv.haug@nes.example |\n| Sted | Teams |",
        "Hilsen Liv\nLiv Haug, Nes kommune, liv.haug@nes.example",
    ],
)
def test_one_to_turn_to_is_read(read: Read, text: str) -> None:
    found = read(f"Innkalling til styringsgruppemøte\n\n{text}\n\nSak 1/22 Plan\n")["file"]["body"]["coordinator"]

    assert found == LIV


def test_address_in_a_link_is_read_once(read: Read) -> None:
    text = "Innkalling til møte\n\nKontakt: Liv Haug, [liv.haug@nes.example](mailto:liv.haug@nes.example)\n"

    assert LIV == read(text, "notice.md")["file"]["body"]["coordinator"]


def test_name_beside_another_address_is_not_its_owner(read: Read) -> None:
    text = "Innkalling til møte\n\nForfall meldes til post@nes.example.\n\nOrdfører Kari Berg innkaller.\n"

    assert {"email": "post@nes.example"} == read(text)["file"]["body"]["coordinator"]
