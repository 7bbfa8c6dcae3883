"""What a door says when the call itself was wrong, or when the fault is ours."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How `handrail` ends, for people and for gates."""

    CLEAN = 0
    FINDINGS = 1
    WRONG_CALL = 2
    OUR_FAULT = 3


class HandrailError(Exception):
    """A call or a configuration that cannot be carried out. Wrong content of the handbook is a Finding, never this.

    `message` is the fact, `hint` the remedy; a door prints both and ends with `ExitCode.WRONG_CALL`.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the fact and the remedy apart, so that each door can set them as it likes."""
        super().__init__(message)
        self.message = message
        self.hint = hint
