"""One mail to one reading, without I/O: what a reply says about attendance, substitute and votes."""

from bot.reading.reader import read, read_message

__all__ = ["read", "read_message"]
