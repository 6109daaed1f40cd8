"""What the register of risks writes in the log, and how its pages are called there."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Around, Kind, Verb
from diligence.framework.catalogues import catalogue

C = Kind.CHANGE
RISK = "diligence:risk"

VERBS = (
    Verb("risk.accepted", C, _("%(who)s nam een voorgesteld risico over: %(risk)s."), RISK),
    Verb("risk.added", C, _("%(who)s voegde zelf een risico toe: %(risk)s."), RISK),
    Verb("risk.rejected", C, _("%(who)s besloot dat een risico niet past: %(risk)s."), RISK),
    Verb("risk.restored", C, _("%(who)s zette een risico terug: %(risk)s."), RISK),
    Verb("risk.merged", C, _("%(who)s voegde twee risico’s samen: %(risk)s, in %(into)s."), RISK),
    Verb("risk.weighed", C, _("%(who)s woog een risico: %(risk)s, ernst %(severity)s."), RISK),
    Verb("risk.put_off", C, _("%(who)s liet een risico voor later: %(risk)s."), RISK),
    Verb("risk.resumed", C, _("%(who)s nam een risico van later weer op: %(risk)s."), RISK),
    Verb(
        "risk.no_action",
        C,
        _("%(who)s schreef op waarom een risico geen actie heeft: %(risk)s."),
        RISK,
    ),
    Verb("risk.consulted", C, _("%(who)s legde een gesprek vast over een risico: %(risk)s."), RISK),
    Verb(
        "risk.carried_over",
        C,
        _("%(who)s nam %(count)s risico’s van %(from_year)s mee naar %(year)s."),
        "diligence:risks",
    ),
)

PAGES: dict[str, str | Promise] = {
    "diligence:risks": _("de risico’s van %(year)s"),
    "diligence:risk": _("een risico van %(year)s"),
    "diligence:risk-propose": NOT_A_READ,
    "diligence:risk-add": NOT_A_READ,  # a form for who may change
    "diligence:risk-reject": NOT_A_READ,
    "diligence:risk-merge": NOT_A_READ,
    "diligence:risk-restore": NOT_A_READ,
    "diligence:risk-put-off": NOT_A_READ,
    "diligence:risk-resume": NOT_A_READ,
    "diligence:risk-consult": NOT_A_READ,
    "diligence:risk-measure": NOT_A_READ,
    "diligence:risk-no-action": NOT_A_READ,
    "diligence:risks-carry": NOT_A_READ,
}


def risk_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a risk by its theme, metal and country: "Kinderarbeid (Kobalt, DR Congo)"."""
    language = get_language() or "nl"
    keys = zip(("themes", "metals", "countries"), str(value).split("/"), strict=False)
    entries = [catalogue(name).get(key) for name, key in keys]
    theme, *place = [entry.text.get(language) if entry else "" for entry in entries]
    where = ", ".join(filter(None, place))
    return f"{theme} ({where})" if where else theme


FILLERS = {"risk": risk_in_words, "into": risk_in_words}
