"""Members of the covenant in every state, for tests of the secretariat's pages."""

import datetime

from django.utils import timezone

from companies.models import Company
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, Cycle, ProgressReport, Snapshot
from diligence.reports.content import TEMPLATE_VERSION
from diligence.services.reports import finish_report
from diligence.services.snapshots import freeze
from tests.factories import AssessmentFactory, CompanyFactory, CycleFactory

STEPS = ("embed", "identify", "prevent", "track", "communicate", "remedy")


def figures(score: float, *, filled: int = 100, band: str = "improving", **other) -> dict:
    """Return figures as they are kept beside a file."""
    step = {"asked": 10, "settled": filled // 10, "filled": filled, "score": f"{score:.1f}"}
    return {
        "size": "small",
        "chain": ["semis"],
        "asked": 60,
        "settled": 60 * filled // 100,
        "filled": filled,
        "score": f"{score:.1f}",
        "band": band,
        "expected": 30,
        "steps": dict.fromkeys(STEPS, step),
    } | other


def member(name: str, status: str = "", *, year: int = 2026, days: int = 5, **facts) -> Company:
    """Return a member; with a status also its file, handed in so many days ago (unless draft)."""
    company = CompanyFactory(name=name)
    if status:
        file_of(company, status, year=year, days=days, **facts)
    return company


def file_of(
    company: Company, status: str, *, year: int = 2026, days: int = 5, **facts
) -> Assessment:
    """Make the file of a company in this state, with a snapshot when it was handed in."""
    then = timezone.now() - datetime.timedelta(days=days)
    is_in = status != "draft"
    values = {
        "status": status,
        "submitted_at": then if is_in else None,
        "decided_at": then if status in ("accepted", "closed") else None,
        "touched_at": then if facts.get("figures") or is_in else None,
        "figures": figures(25.0) if is_in else {},
    }
    file = AssessmentFactory(company=company, cycle=CycleFactory(year=year), **values | facts)
    if is_in:
        with company_scope(company.pk):
            freeze(file, Snapshot.Kind.SUBMITTED)
    return file


def cycle_of(year: int = 2026, **dates) -> Cycle:
    """Return the monitoring year."""
    return CycleFactory(year=year, **dates)


def finish_reports(pdf: bytes = b"%PDF-1.7 test") -> int:
    """File every report that waits, as the workers would, without drawing it; return how many."""
    made = 0
    for company in Company.objects.all():
        with company_scope(company.pk):
            own = ProgressReport.objects.for_company(company)
            for report in own.filter(status__in=["queued", "rendering"]):
                finish_report(str(report.pk), pdf + company.name.encode(), 3)
                made += 1
    return made


def reports_of(company: Company) -> list[ProgressReport]:
    """Return the reports of a company, in the template's present version."""
    with company_scope(company.pk):
        own = ProgressReport.objects.for_company(company)
        return list(own.filter(template_version=TEMPLATE_VERSION).order_by("language"))
