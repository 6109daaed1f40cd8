"""Addresses of people and companies."""

from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as mfa_passkeys
from allauth.socialaccount import views as provider
from django.urls import include, path
from django.views.generic import TemplateView

from companies.api import reference
from companies.api.urls import urlpatterns as api
from companies.views import (
    account,
    home,
    invitations,
    kept_forms,
    keys,
    language,
    leaving,
    members,
    notices,
    privacy,
    session,
    step_resets,
    two_step,
)
from companies.views import organisation as away

company = (
    [
        path("", members.Members.as_view(), name="members"),
        path("invite/", members.Invite.as_view(), name="invite"),
        path("invitations/<uuid:pk>/withdraw/", members.Withdraw.as_view(), name="withdraw"),
        path("<uuid:pk>/role/", members.ChangeRole.as_view(), name="role"),
        path("<uuid:pk>/end/", members.EndSeat.as_view(), name="end"),
        path("leave/", leaving.Leave.as_view(), name="leave"),
        path("<uuid:pk>/lost-step/", step_resets.ColleagueHelp.as_view(), name="lost-step"),
        path("kept-form/", kept_forms.KeptFormPage.as_view(), name="kept-form"),
        path("two-step/", members.DemandTwoSteps.as_view(), name="two-step"),
        path("keys/", keys.CompanyKeys.as_view(), name="keys"),
        path("keys/new/", keys.NewCompanyKey.as_view(), name="new-key"),
        path("keys/<uuid:pk>/withdraw/", keys.WithdrawCompanyKey.as_view(), name="withdraw-key"),
    ],
    "companies",
)
secretariat = (
    [
        path("", keys.SecretariatKeys.as_view(), name="keys"),
        path("new/", keys.NewSecretariatKey.as_view(), name="new-key"),
        path("<uuid:pk>/withdraw/", keys.WithdrawSecretariatKey.as_view(), name="withdraw-key"),
    ],
    "secretariat",
)
secretariat_help = (
    [
        path("", step_resets.OpenHelp.as_view(), name="lost-steps"),
        path("<uuid:pk>/", step_resets.SecretariatHelp.as_view(), name="lost-step"),
    ],
    "secretariat-help",
)

# allauth's names, since its own pages lead to one another by them.
second_step = [
    path("", two_step.TwoSteps.as_view(), name="mfa_index"),
    path("sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/", two_step.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", two_step.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("codes/", two_step.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("codes/renew/", two_step.RenewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/sign-in/", mfa_passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/again/",
        mfa_passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/add/", two_step.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", two_step.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", two_step.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]

# The organisation's own sign-in; allauth's names again.
organisation = [
    path("", provider.connections, name="socialaccount_connections"),
    path("sign-up/", provider.signup, name="socialaccount_signup"),
    path("cancelled/", provider.login_cancelled, name="socialaccount_login_cancelled"),
    path("failed/", provider.login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/", away.leave, name="openid_connect_login"),
    path("<slug:provider_id>/back/", away.come_back, name="openid_connect_callback"),
]

urlpatterns = [
    path("accounts/two-step/", include(second_step)),
    path("accounts/two-step/stop/<str:word>/", step_resets.Stop.as_view(), name="stop_lost_step"),
    path("accounts/provider/", include(organisation)),
    path("", home.Home.as_view(), name="home"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/devices/", account.Devices.as_view(), name="devices"),
    path("account/devices/<int:pk>/end/", account.EndDevice.as_view(), name="end_device"),
    path(
        "account/devices/end-others/", account.EndOtherDevices.as_view(), name="end_other_devices"
    ),
    path("account/notices/", notices.Settings.as_view(), name="notice-settings"),
    path("account/notices/calendar/", notices.Calendar.as_view(), name="calendar-address"),
    path("account/notices/calendar/stop/", notices.StopCalendar.as_view(), name="calendar-stop"),
    path("inbox/", notices.Inbox.as_view(), name="inbox"),
    path("inbox/read/", notices.ReadNotices.as_view(), name="notices-read"),
    path("inbox/<uuid:pk>/", notices.OpenNotice.as_view(), name="notice"),
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
    path("privacy/", privacy.Privacy.as_view(), name="privacy"),
    path("companies/<slug:company>/members/", include(company)),
    path("secretariat/keys/", include(secretariat)),
    path("secretariat/lost-steps/", include(secretariat_help)),
    path("api-reference/", reference.Reference.as_view(), name="api_reference"),
    path("api/v1/", include((api, "api"))),
]
