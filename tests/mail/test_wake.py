"""The flag that ends a wait."""

import select
import threading

from bot.mail.wake import Wake


def readable(wake: Wake, seconds: float = 0) -> bool:
    poller = select.poll()
    poller.register(wake.fileno(), select.POLLIN)
    return bool(poller.poll(seconds * 1000))


def test_flag_can_be_polled_while_it_is_set() -> None:
    with Wake() as wake:
        assert not readable(wake)
        wake.set()
        assert readable(wake)
        assert wake.is_set()
        wake.clear()
        assert not readable(wake)
        assert not wake.is_set()


def test_flag_set_in_another_thread_ends_a_poll() -> None:
    with Wake() as wake:
        threading.Timer(0.05, wake.set).start()
        assert readable(wake, 5)


def test_flag_can_be_set_any_number_of_times() -> None:
    with Wake() as wake:
        for _ in range(100_000):
            wake.set()
        wake.clear()
        assert not readable(wake)


def test_setting_the_flag_after_its_end_does_nothing() -> None:
    wake = Wake()
    wake.close()
    wake.close()
    wake.set()
