"""Figures are made from the accepted files of some years, through the gate, and fixed.

What the gate gives is all that is kept: a release holds nothing that was withheld. Which files it
was made from is written in each company's own place, where the secretariat alone reads it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from convenant.tenancy.scope import officer_scope
from diligence.models import Cycle
from diligence.services.codes import code_of
from workgroups.disclosure.published import PublishedTable
from workgroups.models import Release, ReleaseAct, ReleaseSource
from workgroups.queries.releases import Source
from workgroups.services.releases.acts import write_down

State = Release.State
MOST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Details:
    """What the secretariat says of a release; with `corrects` it is an erratum."""

    title_nl: str
    title_en: str
    years: tuple[int, ...]
    audience: str
    corrects: Release | None = None
    correction: str = ""


class InvalidRelease(ValueError):
    """What was said can't be; `problems` tells by field what is wrong, as a code."""

    def __init__(self, **problems: str):
        super().__init__(", ".join(f"{name}: {code}" for name, code in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Figures:
    """What passed the gate, with the rules it passed under."""

    tables: Sequence[PublishedTable]
    rules: str
    recognisable: frozenset[UUID] = frozenset()
    """Companies in a group so small that they are asked before it goes out."""


@transaction.atomic
def fix(
    details: Details,
    figures: Figures,
    sources: Sequence[Source],
    *,
    by: User | None,
    at: datetime | None = None,
) -> Release:
    """Keep protected figures as a release that is prepared. Raises InvalidRelease."""
    check(details)
    moment = at or timezone.now()
    tables = [table.to_json() for table in figures.tables]
    release = Release(
        number=next_number(moment),
        title_nl=details.title_nl.strip(),
        title_en=details.title_en.strip(),
        years=sorted(set(details.years)),
        audience=details.audience,
        fixed_on=timezone.localtime(moment).date(),
        rules=figures.rules,
        tables=tables,
        sha256=hash_of(tables),
        companies=len({source.company for source in sources}),
        sources_sha256=hash_of([source.sha256 for source in sources]),
        corrects=details.corrects,
        correction=details.correction.strip(),
        prepared_at=moment,
        prepared_by=by,
    )
    release.code = code_of("release", str(release.pk), release.sha256)
    release.save(force_insert=True)
    keep_sources(release, sources, figures.recognisable)
    write_down(release, ReleaseAct.Kind.PREPARED, by=by, at=moment, companies=release.companies)
    return release


def check(details: Details) -> None:
    """Raises InvalidRelease."""
    problems = {}
    for name in ("title_nl", "title_en"):
        title = getattr(details, name).strip()
        if not title or len(title) > MOST_TITLE:
            problems[name] = "too_long" if title else "missing"
    known = set(Cycle.objects.filter(year__in=details.years).values_list("year", flat=True))
    if not details.years or known != set(details.years):
        problems["years"] = "unknown"
    if details.audience not in Release.Audience.values:
        problems["audience"] = "unknown"
    if details.corrects is not None:
        if details.corrects.state != State.PUBLISHED:
            problems["corrects"] = "not_out"
        elif len(details.correction.strip()) < 10:
            problems["correction"] = "too_short"
    if problems:
        raise InvalidRelease(**problems)


def hash_of(data: Sequence) -> str:
    """Return the SHA-256 of plain data in canonical JSON."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def next_number(moment: datetime) -> str:
    """Return the next number of this year: V-2026-03. One at a time gets one."""
    year = timezone.localtime(moment).year
    start = f"V-{year}-"
    given = Release.objects.select_for_update().filter(number__startswith=start)
    numbers = [int(number.removeprefix(start)) for number in given.values_list("number", flat=True)]
    return f"{start}{max(numbers, default=0) + 1:02d}"


def keep_sources(
    release: Release, sources: Sequence[Source], recognisable: frozenset[UUID]
) -> None:
    """Write in each company's own place which of its files was used."""
    by_company: dict = {}
    for source in sources:
        by_company.setdefault(source.company, []).append(source)
    for company in Company.objects.filter(pk__in=by_company).order_by("slug"):
        with officer_scope(company.pk):
            is_recognisable = company.pk in recognisable
            keep_sources_of(release, company, by_company[company.pk], is_recognisable)


def keep_sources_of(
    release: Release, company: Company, sources: Sequence[Source], is_recognisable: bool
) -> None:
    """Write down the files of one company, and tell it in its log."""
    ReleaseSource.objects.bulk_create(
        ReleaseSource(
            company=company,
            release=release,
            assessment_id=one.assessment,
            year=one.year,
            sha256=one.sha256,
            is_recognisable=is_recognisable,
        )
        for one in sources
    )
    for one in sources:
        record(
            company,
            "release.counted",
            by=release.prepared_by,
            at=release.prepared_at,
            year=one.year,
            number=release.number,
        )
