"""Complaints and remedy in numbers: how many, where they stand, and whether people are content.

Nothing else of a complaint is in a snapshot, so nothing else can be in a report.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.models import RemedyCase
from diligence.reports.frozen import FrozenFile
from diligence.reports.risk_words import name_of
from diligence.reports.shape import Fact, RemedyChapter
from diligence.reports.words import day

Counted = Mapping[str, Any]


def remedy(file: FrozenFile, lang: str) -> RemedyChapter | None:
    """Return the chapter; None when there was no complaint and no place to complain."""
    if not file.remedy:
        return None
    cases = file.remedy["cases"]
    return RemedyChapter(
        lead=_lead(cases, day(file.made_at, lang)),
        channels=tuple(_channels(file.remedy["channels"])),
        states=tuple(_counts(cases["by_status"], RemedyCase.Status)),
        themes=tuple(_themes(cases.get("by_theme", {}))),
        satisfied=tuple(_counts(cases["satisfied"], RemedyCase.Satisfied)),
    )


def _lead(cases: Counted, today: str) -> str:
    if not cases["total"]:
        return _("Tot en met %(day)s kwam er geen klacht binnen.") % {"day": today}
    text = ngettext(
        "Tot en met %(day)s kwam er %(total)s klacht binnen.",
        "Tot en met %(day)s kwamen er %(total)s klachten binnen.",
        cases["total"],
    )
    more = _("Nog open: %(open)s. Over hun datum: %(late)s.")
    words = {"total": cases["total"], "open": cases["is_open"], "late": cases["late"]}
    return f"{text} {more}" % (words | {"day": today})


def _channels(channels: Counted) -> Iterator[Fact]:
    yield Fact(_("Plaatsen waar mensen kunnen klagen"), str(channels["total"]))
    yield Fact(_("Daarvan getoetst aan de acht eisen (VN-beginsel 31)"), str(channels["tested"]))


def _counts(counted: Counted, kinds) -> Iterator[Fact]:
    for kind in kinds:
        if count := counted.get(kind):
            yield Fact(str(kind.label), str(count))


def _themes(counted: Counted) -> Iterator[Fact]:
    for theme, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        yield Fact(name_of("themes", theme), str(count))
