"""Addresses of the secretariat."""

from django.urls import include, path

from workgroups.api.urls import urlpatterns as api
from workgroups.views import dashboard, report_runs

sector = [
    path("", dashboard.SectorHome.as_view(), name="home"),
    path("<int:year>/", dashboard.Dashboard.as_view(), name="dashboard"),
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
