"""The handbook as rules, reasoning and pages see it: small frozen types, each of which remembers where it stands.

Names point to names; nothing here points to an object in another file, so a handbook with a hole in it is still a
handbook, and a rule can say which name is missing.
"""

from handrail.ground.model.handbook import Duplicate, Handbook
from handrail.ground.model.names import EXPOSURES, NOTHING, RESERVED, Kind, Names, Table
from handrail.ground.model.page import Approval, Change, Fence, FrontPage, Heading, Link, Page, Section, Sop
from handrail.ground.model.register import (
    Answers,
    Duty,
    Fact,
    Helpline,
    Hub,
    Mark,
    Metric,
    Role,
    Rota,
    SeverityLevel,
    Team,
    Term,
)
from handrail.ground.model.texts import Case, Control, Exemption, Message, Requirement, Scenario
from handrail.ground.model.workflow import Branch, Outcome, Step, Verb, Workflow

__all__ = [
    "EXPOSURES",
    "NOTHING",
    "RESERVED",
    "Answers",
    "Approval",
    "Branch",
    "Case",
    "Change",
    "Control",
    "Duplicate",
    "Duty",
    "Exemption",
    "Fact",
    "Fence",
    "FrontPage",
    "Handbook",
    "Heading",
    "Helpline",
    "Hub",
    "Kind",
    "Link",
    "Mark",
    "Message",
    "Metric",
    "Names",
    "Outcome",
    "Page",
    "Requirement",
    "Role",
    "Rota",
    "Scenario",
    "Section",
    "SeverityLevel",
    "Sop",
    "Step",
    "Table",
    "Team",
    "Term",
    "Verb",
    "Workflow",
]
