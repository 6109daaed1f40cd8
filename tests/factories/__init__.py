"""One factory per thing a test needs; tenant rows are made in their company's scope."""

from tests.factories.companies import (
    AdminFactory,
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
)
from tests.factories.diligence import (
    AssessmentFactory,
    CycleFactory,
    answer,
    published_version,
)

__all__ = [
    "AdminFactory",
    "ApproverFactory",
    "AssessmentFactory",
    "CompanyFactory",
    "CycleFactory",
    "EditorFactory",
    "PartyUserFactory",
    "ReaderFactory",
    "ReviewerFactory",
    "UserFactory",
    "answer",
    "published_version",
]
