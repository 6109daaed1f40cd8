"""Closed years as they were kept: the rows of real files of each edition, with their hash.

The files in `fixtures/closed` are never made again. A release that makes another hash of them
changed a year that was closed. `write_fixture` made them; it is here for the next edition.
"""

import datetime
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from convenant.tenancy.scope import company_scope
from diligence.models import Answer, Assessment, QuestionnaireVersion, Snapshot
from diligence.services.closed_years import content_of
from diligence.services.snapshots import freeze
from tests.diligence.files import complete_file
from tests.factories import AssessmentFactory, CompanyFactory, CycleFactory, published_version
from tests.factories.diligence import bring

CLOSED = Path(__file__).parent / "fixtures" / "closed"
YEARS = ("2024", "2025", "2026")
SNAPSHOT = ("kind", "content", "sha256")
ANSWER = ("question", "state", "value", "explanation", "reason", "unsure", "language", "version")


def kept(year: str) -> dict[str, Any]:
    """Return what was kept of a closed year."""
    return json.loads((CLOSED / f"{year}.json").read_text(encoding="utf-8"))


def questionnaire(year: str) -> QuestionnaireVersion:
    """Return the version that was published then, whatever the folder of that year says now."""
    text = gzip.decompress((CLOSED / f"{year}.questionnaire.json.gz").read_bytes()).decode()
    return QuestionnaireVersion.objects.create(
        code=year,
        year=int(year),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        document=text,
        published_at=timezone.now(),
    )


def restored(year: str) -> Assessment:
    """Return a file with exactly the rows that were kept, not closed yet."""
    told = kept(year)
    cycle = CycleFactory(year=int(year), version=questionnaire(year))
    company = CompanyFactory(pk=UUID(told["company"]))
    file = AssessmentFactory(
        company=company,
        cycle=cycle,
        membership_year=told["membership_year"],
        submitted_at=read(told["submitted_at"]),
        decided_at=read(told["decided_at"]),
    )
    with company_scope(company.pk):
        Answer.objects.bulk_create(
            Answer(
                company=company,
                assessment=file,
                changed_at=read(row["changed_at"]),
                **{name: row[name] for name in ANSWER},
            )
            for row in told["answers"]
        )
        Snapshot.objects.bulk_create(
            Snapshot(
                company=company,
                assessment=file,
                made_at=read(row["made_at"]),
                **{name: row[name] for name in SNAPSHOT},
            )
            for row in told["snapshots"]
        )
    bring(file, Assessment.Status.ACCEPTED)
    return file


def read(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at)


def write_fixture(year: str) -> None:
    """Make a file of an edition, freeze it, and keep its rows with their hash."""
    from diligence.framework.document import sha256_of

    CycleFactory(year=int(year), version=published_version(year))
    company = CompanyFactory(pk=UUID(int=int(year)))
    then = datetime.datetime(int(year) + 1, 3, 20, 14, 30, tzinfo=datetime.UTC)
    file = complete_file(company, cycle__year=int(year))
    later = then + datetime.timedelta(days=12)
    with company_scope(company.pk):
        file.submitted_at, file.decided_at = then, later
        file.save()
        file = Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)
        Answer.objects.filter(assessment=file).update(changed_at=then)
    bring(file, "accepted")
    with company_scope(company.pk):
        freeze(file, Snapshot.Kind.SUBMITTED, at=then)
        freeze(file, Snapshot.Kind.ACCEPTED, at=later)
        told = {
            "company": str(company.pk),
            "membership_year": file.membership_year,
            "submitted_at": then.isoformat(),
            "decided_at": later.isoformat(),
            "answers": [
                {name: getattr(row, name) for name in ANSWER}
                | {"changed_at": timezone.localtime(row.changed_at, datetime.UTC).isoformat()}
                for row in file.answers.order_by("question")
            ],
            "snapshots": [
                {name: getattr(row, name) for name in SNAPSHOT}
                | {"made_at": timezone.localtime(row.made_at, datetime.UTC).isoformat()}
                for row in file.snapshots.order_by("made_at")
            ],
            "sha256": sha256_of(content_of(file)),
        }
        document = gzip.compress(file.questionnaire.document.encode(), mtime=0)
        (CLOSED / f"{year}.questionnaire.json.gz").write_bytes(document)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (CLOSED / f"{year}.json").write_text(text, encoding="utf-8")
