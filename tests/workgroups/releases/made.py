"""Releases for tests: protected tables written out by hand, and the people around them."""

import datetime

from django.utils import timezone

from companies.models import User
from tests.background import run_all
from tests.factories import AssessmentFactory, CompanyFactory, ReviewerFactory
from workgroups.disclosure.published import Kind, PublishedCell, PublishedTable, Why
from workgroups.models import Release
from workgroups.queries.releases import Source
from workgroups.services.releases import commenting, going_out
from workgroups.services.releases.preparing import Details, Figures, fix

YEAR = 2026
REASON = "Er stond een fout in de tabel met metalen."


def tables(year: int = YEAR, basic: str | None = "35") -> list[PublishedTable]:
    """Return three small tables: one with a band, one with two sides, one with nothing."""
    bands = [
        PublishedCell(("basic",), basic, why="" if basic else Why.DERIVABLE),
        PublishedCell(("improving",), "<5", "0", "4"),
        PublishedCell(("established",), None, why=Why.TOO_FEW),
        PublishedCell(("advanced",), "40"),
    ]
    pairs = [
        PublishedCell(("ME-SN", "RT19"), "7"),
        PublishedCell(("ME-SN", "RT01"), "0"),
        PublishedCell(("special", "RT19"), None, why=Why.DOMINATED),
        PublishedCell(("special", "RT01"), "12"),
    ]
    steps = [PublishedCell(("embed",), "61.5"), PublishedCell(("identify",), None, why=Why.TOO_FEW)]
    share, count = Kind.SHARE, Kind.COUNT
    return [
        PublishedTable("bands", year, ("band",), share, "12", "14", tuple(bands)),
        PublishedTable("metal_theme", year, ("metal", "theme"), count, "12", "14", tuple(pairs)),
        PublishedTable("step_mean", year, ("step",), Kind.MEAN, "12", "14", tuple(steps)),
        PublishedTable(
            "complaints",
            year,
            ("counted",),
            Kind.SUM,
            None,
            None,
            (PublishedCell(("total",), None, why=Why.TOO_FEW),),
        ),
    ]


def releaser(**kwargs) -> User:
    """Return somebody who may let figures out."""
    return ReviewerFactory(secretariat_role="releaser", **kwargs)


def files(n: int = 2, year: int = YEAR) -> list:
    """Return so many files of this year, each of a company of its own."""
    return [AssessmentFactory(company=CompanyFactory(), cycle__year=year) for _ in range(n)]


def prepared(assessments, *, by=None, recognisable=(), of=None, **details) -> Release:
    """Return a release that is prepared from these files."""
    said = {
        "title_nl": "De sector in 2026",
        "title_en": "The sector in 2026",
        "years": (YEAR,),
        "audience": "public",
        **details,
    }
    sources = [
        Source(one.cycle.year, one.company_id, one.pk, f"{n:064x}")
        for n, one in enumerate(assessments)
    ]
    figures = Figures(of or tables(), "2026-1", frozenset(recognisable))
    return fix(Details(**said), figures, sources, by=by or ReviewerFactory())


def in_comment(release: Release, *, asks_all=True, days=21) -> Release:
    """Return the release as it lies before the members."""
    until = timezone.localdate() + datetime.timedelta(days=days)
    commenting.open_comments(release, until=until, asks_all=asks_all, by=release.prepared_by)
    commenting.ask_members(release.pk, "")
    found = Release.objects.get(pk=release.pk)
    if found.state == Release.State.PREPARED:  # more companies than one step asks
        run_all()
        found.refresh_from_db()
    return found


def published(release: Release, *, by=None) -> Release:
    """Return the release published: nobody was recognisable, so nobody had to be asked."""
    open_now = in_comment(release, asks_all=False)
    who = by or releaser()
    going_out.sign(open_now, by=who)
    going_out.publish(open_now, by=who)
    return Release.objects.get(pk=release.pk)
