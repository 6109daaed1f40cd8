"""What the pages of the plan and of a risk say alike."""

from django.utils.translation import gettext as _

from diligence.services.plan.actions import MOST_OPEN
from diligence.services.plan.links import MOST_LINKS


def too_many_actions() -> str:
    """Say that the plan is full."""
    text = _("Uw plan heeft al %(most)s open acties. Rond er eerst enkele af.")
    return text % {"most": MOST_OPEN}


def too_many_links() -> str:
    """Say that an action is for too many things."""
    text = _("Een actie hoort bij hoogstens %(most)s dingen. Maak er een tweede actie bij.")
    return text % {"most": MOST_LINKS}
