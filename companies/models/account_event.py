"""What happened at the door of somebody's account."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountEvent(models.Model):
    """A sign-in, an attempt, or a change of how somebody signs in; for their own eyes.

    `user` is empty when no account has the address that was tried; which address is not kept.
    `way` names what was shown, as allauth calls it: `password,totp`.
    """

    class What(models.TextChoices):
        """What was done, as its person reads it."""

        SIGNED_IN = "signed_in", _("Ingelogd")
        WRONG_PASSWORD = "wrong_password", _("Verkeerd wachtwoord ingevuld")
        WRONG_CODE = "wrong_code", _("Verkeerde code of passkey gebruikt")
        PASSWORD_CHANGED = "password_changed", _("Wachtwoord gewijzigd")
        ADDRESS_CHANGED = "address_changed", _("E-mailadres gewijzigd")
        STEP_ADDED = "step_added", _("Tweede stap ingesteld")
        STEP_REMOVED = "step_removed", _("Tweede stap weggehaald")
        CODES_RENEWED = "codes_renewed", _("Nieuwe herstelcodes gemaakt")
        PROVIDER_JOINED = "provider_joined", _("Inloggen via uw organisatie gekoppeld")
        PROVIDER_LEFT = "provider_left", _("Inloggen via uw organisatie losgekoppeld")
        DEVICES_ENDED = "devices_ended", _("Op een ander apparaat uitgelogd")

    FAILED = (What.WRONG_PASSWORD, What.WRONG_CODE)

    user = models.ForeignKey(
        "companies.User", on_delete=models.CASCADE, null=True, related_name="account_events"
    )
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20, choices=What)
    way = models.CharField(max_length=60, blank=True)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="account_event_user_at"),
            models.Index(fields=["at"], name="account_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"

    @property
    def has_failed(self) -> bool:
        """Tell whether somebody tried to come in and did not."""
        return self.what in self.FAILED
