"""The second step of signing in: what is stored of it, what it is called, who may do without."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.main import QRCode

from companies.services import two_step
from convenant.sealing import seal, unseal


class TwoStepAdapter(DefaultMFAAdapter):
    """allauth's second step: secrets sealed, names in our words, no way out for who must."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _(
            "U logt in met twee stappen. Bevestig uw nieuwe adres met de code die wij sturen."
        ),
        "cannot_delete_authenticator": _(
            "U moet met twee stappen inloggen. Stel eerst een andere tweede stap in."
        ),
        "cannot_generate_recovery_codes": _("Stel eerst een app of een passkey in."),
        "incorrect_code": _(
            "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code en vul die in."
        ),
        "unverified_email": _("Bevestig eerst uw e-mailadres met de code uit onze e-mail."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it may lie in the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret itself. Raises WrongKey."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return what the code is called in the person's app."""
        return settings.PRODUCT_NAME

    def _get_site_name(self) -> str:
        return settings.PRODUCT_NAME

    def build_totp_svg(self, url: str) -> str:
        """Return the square to scan as one path on white, so that a dark page shows it too."""
        code = QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        size = len(rows)
        dots = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return (
            f'<svg class="qr" viewBox="0 0 {size} {size}" aria-hidden="true">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dots}"/></svg>'
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether this one may go: the last one stays where a second step is demanded."""
        return two_step.may_remove(authenticator)

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        """Return a name for a new passkey, which the person may change."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": known + 1}
