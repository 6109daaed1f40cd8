"""Addresses of the secretariat's API."""

from django.urls import path

from workgroups.api import figures as released
from workgroups.api import members, report_runs

urlpatterns = [
    path("years/", members.Years.as_view(), name="years"),
    path("<int:year>/members/", members.Members.as_view(), name="members"),
    path("<int:year>/reports/", report_runs.Runs.as_view(), name="report-runs"),
    path("<int:year>/reports/<uuid:pk>/", report_runs.OneRun.as_view(), name="report-run"),
    path("<int:year>/reports/<uuid:pk>/zip/", report_runs.RunFile.as_view(), name="report-run-zip"),
]

figures = [
    path("", released.Releases.as_view(), name="releases"),
    path("<slug:number>/", released.OneRelease.as_view(), name="release"),
]
