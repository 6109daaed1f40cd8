"""Addresses inside one company's file. `company` in an address means: in that company's scope."""

from django.urls import URLPattern, URLResolver, include, path

from diligence.api.urls import urlpatterns as api
from diligence.views import (
    answers,
    archives,
    calendar,
    carry,
    check,
    conflicts,
    differences,
    exports,
    genuine,
    history,
    letters,
    library,
    log,
    notes,
    overview,
    parts,
    proof,
    reports,
    score,
    search,
    sheets,
    taking,
    version,
)
from diligence.views.chain import imports as chain_imports
from diligence.views.chain import lines as chain_lines
from diligence.views.chain import merging as chain_merging
from diligence.views.chain import overview as chain_overview
from diligence.views.chain import suppliers as chain_suppliers
from diligence.views.declarations import decisions
from diligence.views.declarations import pages as declared
from diligence.views.laws import extracts as law_extracts
from diligence.views.laws import pages as laws
from diligence.views.plan import action as actions
from diligence.views.plan import aims, measures
from diligence.views.plan import overview as plan
from diligence.views.remedy import cases, channels, influence
from diligence.views.review import state, talks
from diligence.views.risks import deciding, planning, risk
from diligence.views.risks import register as risks

chain: list[URLPattern] = [
    path("", chain_overview.Chain.as_view(), name="chain"),
    path("lines/", chain_lines.Lines.as_view(), name="chain-lines"),
    path("lines/carry-over/", chain_lines.CarryOver.as_view(), name="chain-carry-over"),
    path("lines/<uuid:pk>/", chain_lines.OneLine.as_view(), name="chain-line"),
    path("lines/<uuid:pk>/remove/", chain_lines.RemoveLine.as_view(), name="chain-line-remove"),
    path("lines/<uuid:pk>/restore/", chain_lines.RestoreLine.as_view(), name="chain-line-restore"),
    path("lines.<str:form>", chain_overview.ExportChain.as_view(), name="chain-export"),
    path("suppliers/", chain_suppliers.Suppliers.as_view(), name="chain-suppliers"),
    path("suppliers/<uuid:pk>/", chain_suppliers.OneSupplier.as_view(), name="chain-supplier"),
    path(
        "suppliers/<uuid:pk>/remove/",
        chain_suppliers.RemoveSupplier.as_view(),
        name="chain-supplier-remove",
    ),
    path(
        "suppliers/<uuid:pk>/restore/",
        chain_suppliers.RestoreSupplier.as_view(),
        name="chain-supplier-restore",
    ),
    path("suppliers/twins/", chain_merging.Twins.as_view(), name="chain-twins"),
    path("suppliers/<uuid:pk>/apart/", chain_merging.Apart.as_view(), name="chain-apart"),
    path("suppliers/<uuid:pk>/merge/", chain_merging.Merge.as_view(), name="chain-merge"),
    path("merges/<uuid:pk>/undo/", chain_merging.Part.as_view(), name="chain-part"),
    path(
        "matches/<uuid:pk>/forget/",
        chain_suppliers.ForgetMatch.as_view(),
        name="chain-match-forget",
    ),
    path("import/", chain_imports.Import.as_view(), name="chain-import"),
    path("import/<uuid:pk>/", chain_imports.Preview.as_view(), name="chain-preview"),
    path("import/<uuid:pk>/drop/", chain_imports.Drop.as_view(), name="chain-drop"),
    path("import/<uuid:pk>/undo/", chain_imports.Undo.as_view(), name="chain-undo"),
]
chain_declarations: list[URLPattern] = [
    path("", declared.Declarations.as_view(), name="declarations"),
    path("<uuid:pk>/", declared.DeclarationPage.as_view(), name="declaration"),
    path(
        "<uuid:pk>/progress/",
        declared.DeclarationProgress.as_view(),
        name="declaration-progress",
    ),
    path("<uuid:pk>/accept/", decisions.Accept.as_view(), name="declaration-accept"),
    path("<uuid:pk>/drop/", decisions.Drop.as_view(), name="declaration-drop"),
    path("<uuid:pk>/undo/", decisions.Undo.as_view(), name="declaration-undo"),
    path("<uuid:pk>/again/", decisions.Again.as_view(), name="declaration-again"),
]
# Matched in this order, twice a request: what is asked most stands first.
year: list[URLPattern | URLResolver] = [
    path("answers/<str:question>/", answers.SaveAnswer.as_view(), name="answer"),
    path("parts/<str:part>/", parts.PartPage.as_view(), name="part"),
    path("chain/", include(chain)),
    path("chain/declarations/", include(chain_declarations)),
    path("", overview.Overview.as_view(), name="overview"),
    path("version/", version.Version.as_view(), name="version"),
    path("version/undo/", version.Undo.as_view(), name="version-undo"),
    path("link/", overview.LinkBack.as_view(), name="link-back"),
    path("search/", search.Search.as_view(), name="search"),
    path("differences/", differences.YearDifference.as_view(), name="year-difference"),
    path("score/", score.ScoreExplained.as_view(), name="score"),
    path("check/", check.Check.as_view(), name="check"),
    path("submit/", check.Submit.as_view(), name="submit"),
    path("submitted/", check.Submitted.as_view(), name="submitted"),
    path("parts/<str:part>/carry/", carry.Carry.as_view(), name="carry"),
    path("parts/<str:part>/take/", taking.Take.as_view(), name="take"),
    path("parts/<str:part>/work/", parts.PartWorkView.as_view(), name="part-work"),
    path("answers/<str:question>/history/", history.History.as_view(), name="answer-history"),
    path(
        "answers/<str:question>/difference/",
        history.AnswerDifference.as_view(),
        name="answer-difference",
    ),
    path("answers/<str:question>/notes/", notes.LeaveNote.as_view(), name="note"),
    path("answers/<str:question>/proof/", proof.Proof.as_view(), name="proof"),
    path(
        "answers/<str:question>/proof/<uuid:pk>/unlink/",
        proof.Unlink.as_view(),
        name="proof-unlink",
    ),
    path("notes/<uuid:pk>/done/", notes.NoteDone.as_view(), name="note-done"),
    path("conflicts/<uuid:pk>/", conflicts.ResolveConflict.as_view(), name="conflict"),
    path("letters/<uuid:pk>/", letters.LetterFile.as_view(), name="letter"),
    path("answers.<str:form>", exports.ExportYear.as_view(), name="export"),
    path("excel/", sheets.Sheets.as_view(), name="sheet"),
    path("excel/file/", sheets.SheetFile.as_view(), name="sheet-file"),
    path("excel/<uuid:pk>/", sheets.Preview.as_view(), name="sheet-preview"),
    path("excel/<uuid:pk>/drop/", sheets.Drop.as_view(), name="sheet-drop"),
    path("excel/<uuid:pk>/undo/", sheets.Undo.as_view(), name="sheet-undo"),
    path("laws/", laws.Laws.as_view(), name="laws"),
    path("laws/<str:standard>/", law_extracts.LawWithExtract.as_view(), name="law"),
    path("laws/<str:standard>.<str:form>", law_extracts.LawFile.as_view(), name="law-file"),
    path("measures/", measures.Measures.as_view(), name="measures"),
    path("risks/", risks.Register.as_view(), name="risks"),
    path("risks/proposals/", risks.Propose.as_view(), name="risk-propose"),
    path("risks/add/", risks.AddRisk.as_view(), name="risk-add"),
    path("risks/carry/", risks.Carry.as_view(), name="risks-carry"),
    path("risks/<uuid:pk>/", risk.RiskPage.as_view(), name="risk"),
    path("risks/<uuid:pk>/reject/", deciding.Reject.as_view(), name="risk-reject"),
    path("risks/<uuid:pk>/merge/", deciding.Merge.as_view(), name="risk-merge"),
    path("risks/<uuid:pk>/restore/", deciding.Restore.as_view(), name="risk-restore"),
    path("risks/<uuid:pk>/later/", deciding.PutOff.as_view(), name="risk-put-off"),
    path("risks/<uuid:pk>/resume/", deciding.Resume.as_view(), name="risk-resume"),
    path("risks/<uuid:pk>/asked/", deciding.Consult.as_view(), name="risk-consult"),
    path("risks/<uuid:pk>/measure/", planning.Choose.as_view(), name="risk-measure"),
    path("risks/<uuid:pk>/no-action/", planning.NoAction.as_view(), name="risk-no-action"),
    path("talks/", talks.Talks.as_view(), name="talks"),
    path("talks/new/", talks.NewTalk.as_view(), name="talk-new"),
    path("talks/internal/", talks.Internal.as_view(), name="internal"),
    path("talks/<uuid:thread>/", talks.Talk.as_view(), name="talk"),
    path("talks/<uuid:thread>/reply/", talks.Reply.as_view(), name="talk-reply"),
    path("talks/<uuid:thread>/settle/", talks.Settle.as_view(), name="talk-settle"),
    path("talks/<uuid:thread>/report/", talks.InReport.as_view(), name="talk-report"),
    path("state/", state.State.as_view(), name="state"),
    path("state/extension/", state.AskTime.as_view(), name="extension-ask"),
    path(
        "state/extension/<uuid:pk>/withdraw/",
        state.Withdraw.as_view(),
        name="extension-withdraw",
    ),
    path("state/extension/<uuid:pk>/decide/", state.Decide.as_view(), name="extension-decide"),
    path("state/<slug:verb>/", state.TakeStep.as_view(), name="state-step"),
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
    path("plan/", plan.Plan.as_view(), name="plan"),
    path("plan/new/", measures.NewAction.as_view(), name="action-new"),
    path("plan/<uuid:pk>/", actions.ActionPage.as_view(), name="action"),
    path("plan/<uuid:pk>/change/", actions.Change.as_view(), name="action-change"),
    path("plan/<uuid:pk>/move/", actions.Move.as_view(), name="action-move"),
    path("plan/<uuid:pk>/measure/", actions.Measure.as_view(), name="action-measure"),
    path("plan/<uuid:pk>/for/", aims.Link.as_view(), name="action-link"),
    path("plan/<uuid:pk>/day/", aims.NewDay.as_view(), name="action-day"),
    path("plan/<uuid:pk>/help/", actions.Help.as_view(), name="action-help"),
    path("leverage/", influence.Leverage.as_view(), name="leverage"),
    path("leverage/<uuid:pk>/", influence.ChangeTry.as_view(), name="leverage-try"),
    path("suppliers/<uuid:pk>/exit/", influence.OpenExit.as_view(), name="exit-open"),
    path("exits/<uuid:pk>/", influence.Exit.as_view(), name="exit"),
    path("complaints/", cases.Cases.as_view(), name="cases"),
    path("complaints/new/", cases.NewCase.as_view(), name="case-new"),
    path("complaints/<uuid:pk>/", cases.Case.as_view(), name="case"),
    path("complaints/<uuid:pk>/step/", cases.StepCase.as_view(), name="case-step"),
    path("complaints/<uuid:pk>/notes/", cases.NoteCase.as_view(), name="case-note"),
    path("complaints/<uuid:pk>/people/", cases.PersonOfCase.as_view(), name="case-person"),
    path("complaints/channels/new/", channels.NewChannel.as_view(), name="channel-new"),
    path("complaints/channels/<uuid:pk>/", channels.Channel.as_view(), name="channel"),
    path(
        "complaints/channels/<uuid:pk>/remove/",
        channels.RemoveChannel.as_view(),
        name="channel-remove",
    ),
    path("log/", log.Log.as_view(), name="log"),
]

urlpatterns = [
    path("companies/<slug:company>/", include((company, "diligence"))),
    path("api/v1/companies/<slug:company>/", include((api, "file-api"))),
    path("verify/", genuine.Verify.as_view(), name="verify"),
    path("calendar/<str:secret>.ics", calendar.CalendarFile.as_view(), name="calendar"),
]
