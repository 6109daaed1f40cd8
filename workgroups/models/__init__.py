"""Rows of the secretariat that span companies."""

from workgroups.models.report_run import ReportRun

__all__ = ["ReportRun"]
