"""What can go wrong outside of mail, each as one line that tells what is wrong, where, and what would be right.

A bad mail is a value and not an error: see `core.reading.Reason`.
"""

from collections.abc import Sequence


class MotebotError(Exception):
    """Something that a person can act on; its text is the one line shown, `exit_status` what the command ends with."""

    exit_status = 1


class BadFileError(MotebotError):
    """A file cannot be used; `problems` has one line for each thing that is wrong in it."""

    exit_status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SettingsError(BadFileError):
    """A setting is missing or cannot be right; each line starts with the setting's name."""


class NotFoundError(MotebotError):
    """There is no meeting of that id."""


class RefusedError(MotebotError):
    """The meeting is not in a state in which that can be done."""


class DeliveryError(MotebotError):
    """A letter was not taken. `permanent` is all that the retry asks; `response` is what the server said."""

    def __init__(self, response: str, *, permanent: bool) -> None:
        super().__init__(response)
        self.response = response
        self.permanent = permanent


class MailboxError(MotebotError):
    """The mailbox cannot be read now; the text says why and what would help.

    `authentication`: signing in was refused, which no retry will mend; somebody has to be told.
    """

    def __init__(self, text: str, *, authentication: bool = False) -> None:
        super().__init__(text)
        self.authentication = authentication


class StoreError(MotebotError):
    """The database or the archive cannot be used."""
