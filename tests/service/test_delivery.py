"""Letters that were interrupted on their way are handed over again."""

from collections.abc import Iterator, Sequence

import pytest
from world import World

from bot.core.state import Delivery
from bot.errors import StoreError
from bot.mail.envelope import Delivery as Outcome
from bot.mail.envelope import Outgoing
from bot.service.delivery import deliver_due
from bot.service.office import Office


class Interrupted:
    """A mail server that takes a letter in the moment in which the disk fails."""

    def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Outcome]:
        raise StoreError("database is locked")


def test_what_an_error_of_the_store_left_under_way_is_sent_again(world: World, office: Office) -> None:
    world.planned(office)
    with pytest.raises(StoreError):
        deliver_due(office, Interrupted())
    while deliver_due(office, world):
        pass
    assert {Delivery.SENT} == {letter.delivery for letter in world.state(office).letters.values()}
