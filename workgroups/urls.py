"""Addresses of the secretariat."""

from django.urls import include, path

from workgroups.api.urls import figures as figures_api
from workgroups.api.urls import urlpatterns as api
from workgroups.views import actions, burden, dashboard, member_sheets, report_runs
from workgroups.views.annual import chapters, making, pages, readers
from workgroups.views.cycles import closing, newer
from workgroups.views.cycles import pages as cycles
from workgroups.views.desk import acts, blocks, decide, file, hold, queue
from workgroups.views.figures import pages as figures
from workgroups.views.figures import place
from workgroups.views.insight import behind
from workgroups.views.insight.pages import SUBJECTS, Page, Workbook
from workgroups.views.releases import member
from workgroups.views.releases import pages as register

sector = [
    path("", dashboard.SectorHome.as_view(), name="home"),
    path("actions/", actions.Actions.as_view(), name="actions"),
    path("cycles/", cycles.Cycles.as_view(), name="cycles"),
    path("cycles/<int:year>/", cycles.CyclePage.as_view(), name="cycle"),
    path("cycles/<int:year>/days/", cycles.ChangeDays.as_view(), name="cycle-days"),
    path("cycles/<int:year>/members/", cycles.ChangeSeat.as_view(), name="cycle-seat"),
    path("cycles/<int:year>/expected/", cycles.ChangeExpected.as_view(), name="cycle-expected"),
    path("cycles/<int:year>/close/", closing.CloseCycle.as_view(), name="cycle-close"),
    path("cycles/<int:year>/reopen/", closing.ReopenCycle.as_view(), name="cycle-reopen"),
    path("cycles/<int:year>/newer/", newer.OfferNewer.as_view(), name="cycle-newer"),
    path("annual/", pages.AnnualReports.as_view(), name="annual-list"),
    path("annual/<int:year>/", pages.Annual.as_view(), name="annual"),
    path("annual/<int:year>/make/", making.Make.as_view(), name="annual-make"),
    path("annual/<int:year>/made/<uuid:pk>/", making.Edition.as_view(), name="annual-edition"),
    path(
        "annual/<int:year>/made/<uuid:pk>/progress/",
        making.EditionProgress.as_view(),
        name="annual-edition-progress",
    ),
    path(
        "annual/<int:year>/made/<uuid:pk>/publish/",
        making.Publish.as_view(),
        name="annual-publish",
    ),
    path(
        "annual/<int:year>/made/<uuid:pk>/withdraw/",
        making.Withdraw.as_view(),
        name="annual-withdraw",
    ),
    path(
        "annual/<int:year>/made/<uuid:pk>/files/<str:file>/",
        making.EditionFile.as_view(),
        name="annual-edition-file",
    ),
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
    *(
        path(f"<int:year>/{subject}/", Page.as_view(subject=subject), name=subject)
        for subject in SUBJECTS
    ),
    *(
        path(
            f"<int:year>/{subject}.xlsx", Workbook.as_view(subject=subject), name=f"{subject}-xlsx"
        )
        for subject in SUBJECTS
    ),
    path("<int:year>/behind/", behind.Behind.as_view(), name="behind"),
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

releases = [
    path("", register.Releases.as_view(), name="releases"),
    path("<slug:number>/", register.ReleasePage.as_view(), name="release"),
    path("<slug:number>/comments/", register.OpenComments.as_view(), name="release-comments"),
    path("<slug:number>/time/", register.MoreTime.as_view(), name="release-time"),
    path("<slug:number>/sign/", register.Sign.as_view(), name="release-sign"),
    path("<slug:number>/publish/", register.Publish.as_view(), name="release-publish"),
    path("<slug:number>/withdraw/", register.Withdraw.as_view(), name="release-withdraw"),
    path("<slug:number>/drop/", register.Drop.as_view(), name="release-drop"),
]
own_figures = [
    path("releases/<slug:number>/", member.Comment.as_view(), name="comment"),
    path("<int:year>/place/", place.OwnPlace.as_view(), name="place"),
]
party_figures = [
    path("", figures.PartyList.as_view(), name="list"),
    path("<slug:number>/", figures.PartyRelease.as_view(), name="release"),
    path("<slug:number>/figures.<str:form>", figures.PartyFile.as_view(), name="file"),
]
public_figures = [
    path("", figures.PublicList.as_view(), name="list"),
    path("<slug:number>/", figures.PublicRelease.as_view(), name="release"),
    path("<slug:number>/figures.<str:form>", figures.PublicFile.as_view(), name="file"),
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
    path("decide/", decide.Decide.as_view(), name="decide"),
    path("assign/", hold.Assign.as_view(), name="assign"),
]

annual_reports = [
    path("", readers.AnnualReports.as_view(), name="list"),
    path("<int:year>/<str:file>/", readers.AnnualFile.as_view(), name="file"),
]

urlpatterns = [
    path("companies/<slug:company>/", include((own_figures, "own-figures"))),
    path("figures/", include((party_figures, "figures"))),
    path("public/figures/", include((public_figures, "public-figures"))),
    path("api/v1/figures/", include((figures_api, "figures-api"))),
    path("annual-reports/", include((annual_reports, "annual-reports"))),
    path("companies/<slug:company>/<int:year>/review/", include((review, "review"))),
    path("review/", include((desk, "desk"))),
    path("sector/", include(([*sector, path("releases/", include(releases))], "sector"))),
    path("api/v1/sector/", include((api, "sector-api"))),
]
