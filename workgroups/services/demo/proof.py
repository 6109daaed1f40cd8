"""Which papers a company of the demo puts at which answers: at most that claim it, not at all."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Count

from companies.models import User
from convenant import files
from diligence.framework.catalogues import catalogue
from diligence.framework.schema import Question
from diligence.models import Assessment, Evidence, EvidenceUse, EvidenceVersion
from diligence.uploads.apart import kind_by_name
from diligence.uploads.kinds import FileKind
from diligence.uploads.look import look
from workgroups.services.demo.pacing import Told
from workgroups.services.demo.papers import About, Paper
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.shelf_of_papers import BY_KIND

SHARE = 0.85
"""How many of the answers that claim proof have it."""


@dataclass(frozen=True, slots=True)
class Put:
    """A paper at an answer."""

    paper: Paper
    question: str
    by: str
    at: datetime


def puts(scene: Scene, answers: Mapping[str, Told]) -> list[Put]:
    """Return which papers stand at which answers of this year, in the order they were put there."""
    found = []
    for key, one in answers.items():
        found += [Put(paper, key, one.by, one.at) for paper in papers_at(scene, key, one)]
    return sorted(found, key=lambda put: (put.at, put.question))


def papers_at(scene: Scene, key: str, one: Told) -> list[Paper]:
    """Return what stands at an answer: what the show piece says, else what its level claims."""
    if (by_hand := scene.by_hand.get("proof", {}).get(key)) is not None:
        return [BY_KIND[kind] for kind in by_hand]
    paper = fitting(scene.edition.question(key), one)
    is_forgotten = scene.draw("proof", key) >= SHARE
    return [] if paper is None or is_forgotten else [paper]


def fitting(question: Question, one: Told) -> Paper | None:
    """Return the paper that an answer's level claims; None when it claims none."""
    expected, level = question.evidence, one.written.entry.value
    if expected is None or not isinstance(level, int) or level < (expected.from_level or 1):
        return None
    return next((BY_KIND[kind] for kind in expected.types if kind in BY_KIND), None)


def add_proof(
    scene: Scene, file: Assessment, answers: Mapping[str, Told], people: Mapping[str, User]
) -> None:
    """Store the papers and where they stand. Four statements. Must run in the company's scope."""
    placed = puts(scene, answers)
    first = {put.paper.kind: put for put in reversed(placed)}
    ids = {kind: id_of(scene, put.paper) for kind, put in first.items()}
    known = known_versions(file, ids.values())
    new = [put for kind, put in first.items() if ids[kind] not in known]
    Evidence.objects.bulk_create(document(scene, file, put, people) for put in new)
    EvidenceVersion.objects.bulk_create(
        version(scene, file, put, people, known.get(ids[kind], 0) + 1)
        for kind, put in first.items()
        if ids[kind] not in known or put.paper.is_yearly
    )
    EvidenceUse.objects.bulk_create(
        EvidenceUse(
            company_id=file.company_id,
            evidence_id=ids[put.paper.kind],
            assessment=file,
            question=put.question,
            added_at=put.at,
            added_by=people[put.by],
        )
        for put in placed
    )


def known_versions(file: Assessment, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many versions the company has of these documents; none of what it lacks."""
    mine = EvidenceVersion.objects.for_company(file.company_id).filter(evidence__in=list(ids))
    counted = mine.values_list("evidence").annotate(n=Count("pk"))
    return dict(counted)


def id_of(scene: Scene, paper: Paper) -> UUID:
    """Return the lasting id of a company's paper, so that two loads freeze the same."""
    return uuid5(NAMESPACE_URL, f"{scene.company.slug} {paper.kind}")


def document(scene: Scene, file: Assessment, put: Put, people: Mapping[str, User]) -> Evidence:
    """Return a document of the library, not yet stored."""
    entry = catalogue("evidence_types").entry(put.paper.kind)
    return Evidence(
        id=id_of(scene, put.paper),
        company_id=file.company_id,
        title=put.paper.title,
        description=put.paper.description,
        kind=put.paper.kind,
        is_confidential=bool(entry.get("confidential", True)),
        valid_until=last_day(scene, put.paper),
        created_at=put.at,
        created_by=people[put.by],
    )


def last_day(scene: Scene, paper: Paper) -> date | None:
    """Return until when a paper holds; a company renews some late."""
    if not paper.years:
        return None
    month = 1 + int(scene.draw("expires", paper.kind) * 12)
    return date(scene.year + paper.years, month, 28)


def examined(name: str, content: bytes) -> tuple[FileKind, bytes]:
    """Return the kind of a file and the bytes that are kept of it. Raises Refused.

    An upload is looked at in a process of its own, which takes a tenth of a second. These files
    are ours, so the same look is taken here.
    """
    kind = kind_by_name(name)
    with TemporaryDirectory() as folder:
        path, cleaned = Path(folder) / "in", Path(folder) / "out"
        path.write_bytes(content)
        return kind, cleaned.read_bytes() if look(kind.key, path, cleaned) else content


def version(
    scene: Scene, file: Assessment, put: Put, people: Mapping[str, User], number: int
) -> EvidenceVersion:
    """Write the file of a document to the store and return it, not yet told of in a row."""
    company = scene.company
    about = About(company=company.name, city=company.city, year=scene.year)
    kind, content = examined(put.paper.name, put.paper.make(about))
    made = EvidenceVersion(
        company_id=file.company_id,
        evidence_id=id_of(scene, put.paper),
        number=number,
        name=put.paper.name,
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=EvidenceVersion.State.CLEAN,
        uploaded_at=put.at,
        uploaded_by=people[put.by],
    )
    made.file = f"evidence/{file.company_id}/{made.pk.hex}"
    files.write(made.file, content)
    return made
