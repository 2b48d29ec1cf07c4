"""The sender's own words: what the author of a mail wrote in it, without quotes, signatures and footers."""

from bot.reading.own_words.extract import OwnWords, extract
from bot.reading.own_words.passages import Passage, sure_of

__all__ = ["OwnWords", "Passage", "extract", "sure_of"]
