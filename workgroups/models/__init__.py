"""Rows of the secretariat that span companies, and what members say of figures to go out."""

from workgroups.models.annual import AnnualChapter, AnnualReport, ChapterVersion
from workgroups.models.annual_edition import AnnualContent, AnnualEdition
from workgroups.models.disclosure import DisclosureRules, ReleasedBase, ReleasedSet
from workgroups.models.release import (
    Release,
    ReleaseAct,
    ReleaseComment,
    ReleaseConsultation,
    ReleaseSource,
)
from workgroups.models.report_run import ReportRun
from workgroups.models.text_block import TextBlock

__all__ = [
    "AnnualChapter",
    "AnnualContent",
    "AnnualEdition",
    "AnnualReport",
    "ChapterVersion",
    "DisclosureRules",
    "Release",
    "ReleaseAct",
    "ReleaseComment",
    "ReleaseConsultation",
    "ReleaseSource",
    "ReleasedBase",
    "ReleasedSet",
    "ReportRun",
    "TextBlock",
]
