"""What was done to a release, and what stands in its way, as sentences."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workgroups.models import ReleaseAct
from workgroups.queries.releases import Hindrance
from workgroups.services.disclosure_rules import NoRules
from workgroups.services.releases.making import Busy, FilesMoved, NothingAccepted, NothingSafe

Kind = ReleaseAct.Kind


def act_in_words(act: ReleaseAct) -> str:
    """Return what somebody did, after the name: "ondertekende deze cijfers"."""
    data = act.data
    if act.kind == Kind.COMMENT:
        until = {"day": date_format(date.fromisoformat(data["day"]), "j F Y")}
        if data.get("later"):
            return _("gaf de leden tijd tot en met %(day)s") % until
        if data["all"]:
            return _("legde ze voor aan alle leden, tot en met %(day)s") % until
        return _("legde ze voor aan wie herkenbaar zou zijn, tot en met %(day)s") % until
    if act.kind in (Kind.WITHDRAWN, Kind.DROPPED):
        why = {"reason": data["reason"]}
        if act.kind == Kind.WITHDRAWN:
            return _("trok ze in: “%(reason)s”") % why
        return _("liet ze niet doorgaan: “%(reason)s”") % why
    if act.kind == Kind.SUPERSEDED:
        return _("verving ze door %(number)s") % {"number": data["number"]}
    plain = {
        Kind.PREPARED: _("zette deze cijfers klaar"),
        Kind.SIGNED: _("ondertekende deze cijfers"),
        Kind.PUBLISHED: _("publiceerde deze cijfers"),
    }
    return plain[Kind(act.kind)]


def hindrance_in_words(hindrance: Hindrance) -> list[str]:
    """Return what of the members stands in the way; nothing when all is well."""
    told = []
    if names := hindrance.objecting:
        words = ngettext(
            "%(names)s heeft bezwaar. Overleg, of laat deze cijfers niet doorgaan.",
            "%(names)s hebben bezwaar. Overleg, of laat deze cijfers niet doorgaan.",
            len(names),
        )
        told.append(words % {"names": ", ".join(names)})
    if hindrance.until is not None:
        words = ngettext(
            "Tot en met %(day)s kan nog %(n)s lid reageren.",
            "Tot en met %(day)s kunnen nog %(n)s leden reageren.",
            hindrance.silent,
        )
        told.append(words % {"day": date_format(hindrance.until, "j F Y"), "n": hindrance.silent})
    return told


def why_not(why: str) -> str:
    """Return why this person may not sign, as a sentence; empty when they may."""
    said = {
        "role": _("Alleen een vrijgever ondertekent cijfers."),
        "prepared": _("U zette deze cijfers klaar. Laat een andere vrijgever ondertekenen."),
        "reviewed": _(
            "U had deel aan de beoordeling van een dossier in deze cijfers. "
            "Laat een andere vrijgever ondertekenen."
        ),
    }
    return said.get(why, "")


def not_made(error: Exception) -> str:
    """Return why no figures were made, and what to do."""
    said = {
        NothingAccepted: _("Van deze jaren is nog geen dossier akkoord. Er valt niets te tellen."),
        NoRules: _("Er zijn nog geen ondertekende regels voor cijfers. Laat die eerst tekenen."),
        Busy: _("Iemand anders zet op dit moment cijfers klaar. Probeer het zo opnieuw."),
        FilesMoved: _("Intussen wijzigde een dossier. Maak de cijfers opnieuw."),
        NothingSafe: _("Bij wat al is gepubliceerd, mag geen enkel cijfer van deze jaren."),
    }
    return said[type(error)]
