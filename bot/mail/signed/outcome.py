"""What our own check of a mail's signatures can come to."""

from enum import StrEnum


class Signed(StrEnum):
    """What our own check comes to.

    `NONE`: there is no signature for the sender's domain. `FAIL`: there is, and none that holds. `UNDECIDED`: none
    holds, and for one at least DNS gave no answer about its key.
    """

    PASS = "pass"  # noqa: S105 - the name of an outcome
    NONE = "none"
    FAIL = "fail"
    UNDECIDED = "undecided"
