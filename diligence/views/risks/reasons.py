"""“Waarom zien wij dit?”: the reasons of a proposal or a risk, as the page tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import date as date_filter
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from diligence.reports.risk_words import name_of, told
from diligence.risks.knowledge import YEARS_A_REPORT_LASTS
from diligence.risks.proposing import AREA, LEAD, ORIGIN
from diligence.services.risks.knowledge import ALLOY
from diligence.views.faces.status import Status

FIRST = 4
"""So many reasons stand open; the others fold under them."""
LARGEST = 5
"""So many countries of an estimate are named."""


@dataclass(frozen=True, slots=True)
class ReasonFace:
    """One reason: what is said, where, by whom, and what to be careful about."""

    text: str
    where: str
    by: str
    flags: Sequence[Status]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Everything under "why do we see this"."""

    origin: str
    """How the metal touches the company: a sentence."""
    reasons: Sequence[ReasonFace]

    @property
    def first(self) -> Sequence[ReasonFace]:
        """Return the reasons that stand open."""
        return self.reasons[:FIRST]

    @property
    def rest(self) -> Sequence[ReasonFace]:
        """Return the reasons that fold."""
        return self.reasons[FIRST:]


def why_of(metal: str, country: str, reasons: Sequence[Mapping[str, Any]], year: int) -> Why:
    """Return why a risk is seen. `year` is the one that a report's age is counted from."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for reason in reasons:
        if reason["kind"] == ALLOY:
            continue
        grouped.setdefault((reason["kind"], reason["code"]), []).append(reason)
    faces = [_face(group, year, names_countries=not country) for group in grouped.values()]
    return Why(_origin(metal, country, reasons), faces)


def _origin(metal: str, country: str, reasons: Sequence[Mapping[str, Any]]) -> str:
    """Tell how the metal touches the company; nothing of a risk that nobody proposed."""
    if not metal or not reasons:
        return ""
    words = {"metal": name_of("metals", metal).lower()}
    if country:
        words["country"] = name_of("countries", country)
        return _("U gaf %(metal)s op uit %(country)s.") % words
    alloys = [name_of("metals", one["code"]).lower() for one in reasons if one["kind"] == ALLOY]
    if alloys:
        words["alloys"] = ", ".join(alloys)
        text = _("In %(alloys)s zit %(metal)s. Waar dat vandaan komt, weten wij niet.") % words
    else:
        text = _("Van %(metal)s is de herkomst niet bekend.") % words
    shares = {
        reason["country"]: Decimal(reason["share"]) for reason in reasons if "share" in reason
    }
    largest = sorted(shares.items(), key=lambda pair: -pair[1])[:LARGEST]
    if not largest:
        return text
    listed = ", ".join(
        _("%(share)s%% uit %(country)s")
        % {"share": number_format(share), "country": name_of("countries", one)}
        for one, share in largest
    )
    guess = _("Wij rekenen daarom met een schatting: van de wereld komt %(listed)s.")
    return f"{text} {guess % {'listed': listed}}"


def _face(group: Sequence[Mapping[str, Any]], year: int, *, names_countries: bool) -> ReasonFace:
    reason = group[0]
    countries = [name_of("countries", one["country"]) for one in group if one["country"]]
    where = ", ".join(dict.fromkeys(countries)) if names_countries else ""
    if reason["kind"] == LEAD:
        return _lead_face(reason, where, year)
    if reason["kind"] == AREA:
        day = parse_date(reason["listed_on"])
        words = {
            "area": told(reason),
            "edition": reason["edition"],
            "day": date_filter(day, "j F Y"),
        }
        text = (
            _("%(area)s: op de Europese lijst van gebieden met conflict of groot risico.") % words
        )
        listed = _("Europese Commissie, versie %(edition)s van %(day)s") % words
        return ReasonFace(text, "", listed, [])
    if reason["kind"] == ORIGIN:
        text = _(
            "Onze lijst kent dit land niet als winland van dit metaal. Zij noemt alleen de "
            "grootste landen. Vraag na of de herkomst klopt."
        )
        return ReasonFace(text, where, _("OESO-mineralenhandreiking"), [])
    return ReasonFace(told(reason), where, "", [])


def _lead_face(reason: Mapping[str, Any], where: str, year: int) -> ReasonFace:
    reports = reason["reports"]
    unknown = _("jaar onbekend")
    said = [f"{told(report['by'])}, {report['year'] or unknown}" for report in reports]
    region = told(reason.get("region"))
    return ReasonFace(
        text=told(reason),
        where=f"{where} ({region})" if where and region else where or region,
        by="; ".join(said),
        flags=_flags(reports, year),
        link=next((report["link"] for report in reports if report.get("link")), ""),
    )


def _flags(reports: Sequence[Mapping[str, Any]], year: int) -> list[Status]:
    newest = max((report["year"] or 0 for report in reports), default=0)
    flags = []
    if not newest:
        flags.append(Status(_("Jaar van de bron onbekend"), "warn", "clock"))
    elif newest < year - YEARS_A_REPORT_LASTS:
        flags.append(Status(_("Bron ouder dan 5 jaar"), "warn", "clock"))
    if not any(report["is_read"] for report in reports):
        flags.append(Status(_("Bron nog niet nagelezen"), "", "book-open"))
    return flags
