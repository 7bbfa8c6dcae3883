"""Kinds of names, and the small types that everything of the model uses."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Names: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[str, Names]
"""One `when` table: a fact with the answers that it takes, or a mark with `done` or `not-done`. All rows must hold."""

NOTHING: Mapping[str, str] = MappingProxyType({})
EXPOSURES = ("E0", "E1", "E2", "E3", "E4")
RESERVED = frozenset(
    "yes no unknown otherwise next received request-complete done not-done system".split()  # noqa: SIM905
)


class Kind(StrEnum):
    """What a name can be the name of."""

    WORKFLOW = "workflow"
    PROCEDURE = "procedure"
    MESSAGE = "message"
    CONTROL = "control"
    SCENARIO = "scenario"
    FACT = "fact"
    MARK = "mark"
    DUTY = "duty"
    SEVERITY = "severity"
    METRIC = "metric"
    TERM = "term"
    HELPLINE = "helpline"
    HUB = "hub"
    ROTA = "rota"
    TEAM = "team"
    ROLE = "role"
