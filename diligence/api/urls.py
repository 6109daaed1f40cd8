"""Addresses of the API inside one company's file."""

from django.urls import URLPattern, URLResolver, include, path

from diligence.api import answers, assessments, evidence, own_data, reports, submission

year: list[URLPattern] = [
    path("", assessments.OneAssessment.as_view(), name="assessment"),
    path("questionnaire/", assessments.Questionnaire.as_view(), name="questionnaire"),
    path("answers/", answers.Answers.as_view(), name="answers"),
    path("answers/<str:question>/", answers.OneAnswer.as_view(), name="answer"),
    path("answers/<str:question>/evidence/<uuid:pk>/", evidence.Use.as_view(), name="evidence-use"),
    path("export/<str:form>/", own_data.YearFile.as_view(), name="export"),
    path("laws/", own_data.Laws.as_view(), name="laws"),
    path("laws/<str:standard>/<str:form>/", own_data.LawFile.as_view(), name="law-file"),
    path("submission/", submission.Submission.as_view(), name="submission"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("reports/<uuid:pk>/", reports.OneReport.as_view(), name="report"),
    path("reports/<uuid:pk>/pdf/", reports.ReportFile.as_view(), name="report-pdf"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/", assessments.Assessments.as_view(), name="assessments"),
    path("assessments/<int:year>/", include(year)),
    path("evidence/", evidence.Library.as_view(), name="library"),
    path("evidence/<uuid:pk>/", evidence.Document.as_view(), name="evidence"),
    path("evidence/<uuid:pk>/versions/", evidence.Versions.as_view(), name="evidence-versions"),
    path("evidence/files/<uuid:pk>/", evidence.File.as_view(), name="evidence-file"),
]
