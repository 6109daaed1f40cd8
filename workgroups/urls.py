"""Addresses of the secretariat."""

from django.urls import include, path

from workgroups.api.urls import urlpatterns as api
from workgroups.views import actions, burden, dashboard, member_sheets, report_runs
from workgroups.views.annual import chapters, pages
from workgroups.views.cycles import pages as cycles
from workgroups.views.desk import acts, blocks, decide, file, hold, queue, talk_acts

sector = [
    path("", dashboard.SectorHome.as_view(), name="home"),
    path("actions/", actions.Actions.as_view(), name="actions"),
    path("cycles/", cycles.Cycles.as_view(), name="cycles"),
    path("cycles/<int:year>/", cycles.CyclePage.as_view(), name="cycle"),
    path("cycles/<int:year>/days/", cycles.ChangeDays.as_view(), name="cycle-days"),
    path("cycles/<int:year>/members/", cycles.ChangeSeat.as_view(), name="cycle-seat"),
    path("cycles/<int:year>/expected/", cycles.ChangeExpected.as_view(), name="cycle-expected"),
    path("cycles/<int:year>/close/", cycles.CloseCycle.as_view(), name="cycle-close"),
    path("annual/", pages.AnnualReports.as_view(), name="annual-list"),
    path("annual/<int:year>/", pages.Annual.as_view(), name="annual"),
    path("annual/<int:year>/<slug:chapter>/", chapters.Chapter.as_view(), name="annual-chapter"),
    path("annual/<int:year>/<slug:chapter>/place/", chapters.Place.as_view(), name="annual-place"),
    path(
        "annual/<int:year>/<slug:chapter>/history/",
        chapters.History.as_view(),
        name="annual-history",
    ),
    path(
        "annual/<int:year>/<slug:chapter>/history/<uuid:pk>/",
        chapters.Restore.as_view(),
        name="annual-restore",
    ),
    path("<int:year>/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("<int:year>/burden/", burden.Burden.as_view(), name="burden"),
    path("<int:year>/burden.xlsx", burden.BurdenWorkbook.as_view(), name="burden-xlsx"),
    path("<int:year>/burden.csv", burden.BurdenCsv.as_view(), name="burden-csv"),
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

desk = [
    path("", queue.DeskHome.as_view(), name="home"),
    path("blocks/", blocks.Blocks.as_view(), name="blocks"),
    path("blocks/<uuid:pk>/", blocks.Block.as_view(), name="block"),
    path("blocks/<uuid:pk>/retire/", blocks.Retire.as_view(), name="block-retire"),
    path("<int:year>/", queue.Queue.as_view(), name="queue"),
    path("<int:year>/divide/", queue.Divide.as_view(), name="divide"),
]
review = [
    path("", file.ReviewFile.as_view(), name="file"),
    path("hold/", hold.Hold.as_view(), name="hold"),
    path("answers/<str:question>/", acts.Act.as_view(), name="answer"),
    path("talks/<uuid:thread>/", talk_acts.TalkAct.as_view(), name="talk"),
    path("decide/", decide.Decide.as_view(), name="decide"),
    path("assign/", hold.Assign.as_view(), name="assign"),
]

urlpatterns = [
    path("companies/<slug:company>/<int:year>/review/", include((review, "review"))),
    path("review/", include((desk, "desk"))),
    path("sector/", include((sector, "sector"))),
    path("api/v1/sector/", include((api, "sector-api"))),
]
