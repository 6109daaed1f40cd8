"""A file to take along: all answers of a year as Excel or JSON."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone, translation

from companies.events import record
from companies.models import User
from diligence.framework.document import canonical_json
from diligence.framework.schema import Edition
from diligence.models import Assessment, Evidence, EvidenceUse, EvidenceVersion, Snapshot
from diligence.reports.document import LIVE, document_of
from diligence.reports.frozen import FrozenFile, read_back
from diligence.reports.workbook import workbook_of
from diligence.services.evidence_at import evidence_of
from diligence.services.snapshots import content_of

FORMS = ("xlsx", "json")


@dataclass(frozen=True, slots=True)
class Exported:
    """A year as data, with its questionnaire."""

    document: dict[str, Any]
    edition: Edition

    def as_file(self, form: str) -> bytes:
        """Return the file in one of FORMS, in the language of the document."""
        if form == "json":
            return as_json(self.document)
        with translation.override(self.document["language"]):
            return workbook_of(self.document, self.edition)


def export_year(
    assessment: Assessment, form: str, language: str, *, by: User, snapshot: Snapshot | None = None
) -> bytes:
    """Return a year as a file, from its answers as they stand or from a snapshot of it.

    What is taken along leaves a trace. Must run in the company's scope. Raises BrokenSnapshot.
    """
    content = exported(assessment, language, snapshot=snapshot).as_file(form)
    year = assessment.cycle.year
    record(assessment.company, "file.exported", by=by, year=year, form=form)
    return content


def exported(
    assessment: Assessment, language: str, *, snapshot: Snapshot | None = None
) -> Exported:
    """Return a year as data. Raises BrokenSnapshot."""
    file = read_back(snapshot or as_it_stands(assessment))
    made_from = snapshot.kind if snapshot else LIVE
    uses = frozen_uses(file) if snapshot else evidence_of(assessment)
    with translation.override(language):
        document = document_of(file, uses, lang=language, made_from=made_from)
    return Exported(document, file.edition)


def frozen_uses(file: FrozenFile) -> dict[str, list[EvidenceUse]]:
    """Return the proof of a frozen file by question, as rows that are not stored."""
    found: dict[str, list[EvidenceUse]] = {}
    for frozen in file.evidence:
        last_day = frozen["valid_until"]
        document = Evidence(
            pk=frozen["id"],
            title=frozen["title"],
            description=frozen["description"],
            kind=frozen["kind"],
            is_confidential=frozen["confidential"],
            valid_until=last_day and date.fromisoformat(last_day),
        )
        for question in frozen["questions"]:
            use = EvidenceUse(evidence=document, question=question)
            # Beside the fields, where a query puts what it adds.
            vars(use)["file"] = frozen["file"] | {"state": EvidenceVersion.State.CLEAN}
            found.setdefault(question, []).append(use)
    return found


def as_it_stands(assessment: Assessment) -> Snapshot:
    """Return the present content of a file as a snapshot that is not stored."""
    content = canonical_json(content_of(assessment))
    return Snapshot(
        company_id=assessment.company_id,
        assessment=assessment,
        kind=Snapshot.Kind.DRAFT,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        made_at=timezone.now(),
    )


def as_json(document: dict[str, Any]) -> bytes:
    """Return data as people and machines read it."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8")
