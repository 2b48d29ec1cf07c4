"""A meeting file written from its tables and keys, as a person would want to find and edit them."""

from collections.abc import Mapping
from typing import Any

import tomli_w

_HEAD = "# Read from a notice. Fill in what is missing, correct what is wrong, then plan it: motebot add FILE\n\n"


def dump(file: Mapping[str, Any], remarks: tuple[str, ...] = ()) -> str:
    """The meeting file's text for its tables and keys; `remarks` stand above them, one comment line each.

    Texts of several lines are written as such; reading the text again gives the same tables.
    """
    comments = "".join(f"# {_one_line(remark)}\n" for remark in remarks)
    return _HEAD + comments + ("\n" if comments else "") + tomli_w.dumps(file, multiline_strings=True)


def _one_line(remark: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in remark).split())
