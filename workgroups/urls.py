"""Addresses of the secretariat."""

from django.urls import include, path

from workgroups.api.urls import urlpatterns as api
from workgroups.views import actions, dashboard, member_sheets, report_runs

sector = [
    path("", dashboard.SectorHome.as_view(), name="home"),
    path("actions/", actions.Actions.as_view(), name="actions"),
    path("<int:year>/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("<int:year>/members.xlsx", member_sheets.MemberWorkbook.as_view(), name="members-xlsx"),
    path("<int:year>/members.csv", member_sheets.MemberCsv.as_view(), name="members-csv"),
    path("<int:year>/reports/", report_runs.ReportRuns.as_view(), name="report-runs"),
    path("<int:year>/reports/<uuid:pk>/", report_runs.ReportRunDetail.as_view(), name="report-run"),
    path(
        "<int:year>/reports/<uuid:pk>/progress/",
        report_runs.ReportRunProgress.as_view(),
        name="report-run-progress",
    ),
    path(
        "<int:year>/reports/<uuid:pk>/zip/",
        report_runs.ReportRunFile.as_view(),
        name="report-run-zip",
    ),
]

urlpatterns = [
    path("sector/", include((sector, "sector"))),
    path("api/v1/sector/", include((api, "sector-api"))),
]
