"""Rows of the secretariat that span companies."""

from workgroups.models.annual import AnnualChapter, AnnualReport, ChapterVersion
from workgroups.models.report_run import ReportRun
from workgroups.models.text_block import TextBlock

__all__ = ["AnnualChapter", "AnnualReport", "ChapterVersion", "ReportRun", "TextBlock"]
