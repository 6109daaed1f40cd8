"""Addresses inside one company's file. `company` in an address means: in that company's scope."""

from django.urls import URLPattern, URLResolver, include, path

from diligence.api.urls import urlpatterns as api
from diligence.views import (
    answers,
    archives,
    check,
    conflicts,
    exports,
    genuine,
    library,
    log,
    notes,
    overview,
    parts,
    proof,
    reports,
    score,
    search,
)

# Matched in this order, twice a request: what is asked most stands first.
year: list[URLPattern] = [
    path("answers/<str:question>/", answers.SaveAnswer.as_view(), name="answer"),
    path("parts/<str:part>/", parts.PartPage.as_view(), name="part"),
    path("", overview.Overview.as_view(), name="overview"),
    path("link/", overview.LinkBack.as_view(), name="link-back"),
    path("search/", search.Search.as_view(), name="search"),
    path("score/", score.ScoreExplained.as_view(), name="score"),
    path("check/", check.Check.as_view(), name="check"),
    path("submit/", check.Submit.as_view(), name="submit"),
    path("submitted/", check.Submitted.as_view(), name="submitted"),
    path("parts/<str:part>/work/", parts.PartWorkView.as_view(), name="part-work"),
    path("answers/<str:question>/history/", answers.History.as_view(), name="answer-history"),
    path("answers/<str:question>/notes/", notes.LeaveNote.as_view(), name="note"),
    path("answers/<str:question>/proof/", proof.Proof.as_view(), name="proof"),
    path(
        "answers/<str:question>/proof/<uuid:pk>/unlink/",
        proof.Unlink.as_view(),
        name="proof-unlink",
    ),
    path("notes/<uuid:pk>/done/", notes.NoteDone.as_view(), name="note-done"),
    path("conflicts/<uuid:pk>/", conflicts.ResolveConflict.as_view(), name="conflict"),
    path("answers.<str:form>", exports.ExportYear.as_view(), name="export"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("reports/<uuid:pk>/", reports.ReportDetail.as_view(), name="report"),
    path("reports/<uuid:pk>/progress/", reports.ReportProgress.as_view(), name="report-progress"),
    path("reports/<uuid:pk>/withdraw/", reports.Withdraw.as_view(), name="report-withdraw"),
    path("reports/<uuid:pk>/restore/", reports.Restore.as_view(), name="report-restore"),
    path("reports/<uuid:pk>/pdf/", reports.ReportFile.as_view(), name="report-pdf"),
]
company: list[URLPattern | URLResolver] = [
    path("<int:year>/", include(year)),
    path("archive/", archives.Archives.as_view(), name="archives"),
    path("archive/progress/", archives.ArchiveProgress.as_view(), name="archive-progress"),
    path("archive/<uuid:pk>/zip/", archives.ArchiveFile.as_view(), name="archive-zip"),
    path("file/", overview.Start.as_view(), name="start"),
    path("evidence/", library.Library.as_view(), name="library"),
    path("evidence/<uuid:pk>/", library.Document.as_view(), name="evidence"),
    path("evidence/<uuid:pk>/versions/", library.NewVersion.as_view(), name="evidence-version"),
    path("evidence/<uuid:pk>/remove/", library.Remove.as_view(), name="evidence-remove"),
    path("evidence/<uuid:pk>/restore/", library.Restore.as_view(), name="evidence-restore"),
    path("evidence/files/<uuid:pk>/", library.File.as_view(), name="evidence-file"),
    path("log/", log.Log.as_view(), name="log"),
]

urlpatterns = [
    path("companies/<slug:company>/", include((company, "diligence"))),
    path("api/v1/companies/<slug:company>/", include((api, "file-api"))),
    path("verify/", genuine.Verify.as_view(), name="verify"),
]
