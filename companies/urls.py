"""Addresses of people and companies."""

from django.urls import include, path
from django.views.generic import TemplateView

from companies.views import home, invitations, language, members, session

company = (
    [
        path("", members.Members.as_view(), name="members"),
        path("invite/", members.Invite.as_view(), name="invite"),
        path("invitations/<uuid:pk>/withdraw/", members.Withdraw.as_view(), name="withdraw"),
        path("<uuid:pk>/role/", members.ChangeRole.as_view(), name="role"),
        path("<uuid:pk>/end/", members.EndSeat.as_view(), name="end"),
    ],
    "companies",
)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("session/", session.Standing.as_view(), name="session"),
    path("session/back/", session.Back.as_view(), name="session_back"),
    path("session/drafts/", session.KeepDrafts.as_view(), name="keep_drafts"),
    path("session/drafts/key/", session.DraftKey.as_view(), name="draft_key"),
    path("language/", language.SetLanguage.as_view(), name="set_language"),
    path("invitations/<str:token>/", invitations.OpenInvitation.as_view(), name="invitation"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="companies/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", TemplateView.as_view(template_name="companies/privacy.html"), name="privacy"),
    path("companies/<slug:company>/members/", include(company)),
]
