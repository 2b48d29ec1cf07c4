"""The ends of a PDF's streams, made plain to every reader (ISO 32000-1 §7.3.8, ISO 19005-2 §6.1.7.1).

The engine ends a stream's data with a line feed. Where the data's own last byte happens to be a carriage return, the
two look like one end of line, and a validator that reads them so finds the stream's length wrong.
"""

import re

_UNCLEAR_END = re.compile(rb"\r(?=\nendstream)")
_TABLE = re.compile(rb"(?s)\nxref\n0 \d+\n(?P<entries>.*?)trailer\n.*\nstartxref\n(?P<start>\d+)\n%%EOF\s*\Z")
_ENTRY = re.compile(rb"(\d{10})(?= \d{5} n)")


def with_plain_ends(pdf: bytes) -> bytes:
    """The same document with both bytes of the end of line behind such data, and its table of offsets set right."""
    unclear = [found.end() for found in _UNCLEAR_END.finditer(pdf)]
    table = _TABLE.search(pdf)
    if not unclear or table is None:
        return pdf

    def moved(offset: bytes) -> int:
        place = int(offset)
        return place + sum(end <= place for end in unclear)

    body = _UNCLEAR_END.sub(b"\r\r", pdf[: table.start("entries")])
    entries = _ENTRY.sub(lambda entry: b"%010d" % moved(entry[1]), table["entries"])
    trailer = pdf[table.end("entries") : table.start("start")]
    return body + entries + trailer + b"%d" % moved(table["start"]) + pdf[table.end("start") :]
