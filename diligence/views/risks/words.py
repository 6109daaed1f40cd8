"""How the pages of the register show states: classes as pills, heat in words."""

from django.utils.translation import gettext as _

from diligence.reports.risk_words import severity_word
from diligence.views.faces.status import Status


def heat_word(level: int) -> str:
    """Return how hot a cell of the heat map is, in words."""
    words = (_("zeer laag"), _("laag"), _("gemiddeld"), _("hoog"), _("zeer hoog"))
    return words[level - 1]


def priority_status(priority: int, severity: int) -> Status:
    """Return the class of a risk as a pill: "Voorrang 1 · uiterst ernstig"."""
    tone = {1: "err", 2: "warn"}.get(priority, "")
    words = {"class": priority, "severity": severity_word(severity)}
    return Status(_("Voorrang %(class)s · %(severity)s") % words, tone)


def certainty_status(certainty: str) -> Status | None:
    """Return how sure it is that metal comes from here, when it is not known for certain."""
    return {
        "probable": Status(_("Herkomst waarschijnlijk"), "", "circle-help"),
        "proxy": Status(_("Herkomst geschat"), "accent", "circle-help"),
    }.get(certainty)
