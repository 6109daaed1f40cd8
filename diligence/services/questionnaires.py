"""Load an edition from its folder, and publish it: from then on nobody changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from diligence.framework.checks import Problem, check_edition
from diligence.framework.document import canonical_json, edition_to_document, sha256_of
from diligence.framework.mapping import EditionMapping, retired_keys
from diligence.framework.source import SourceError
from diligence.models import QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class EditionRefused(Exception):
    """The edition has faults; `problems` says where and what to do."""

    problems: list[Problem]


@transaction.atomic
def load(folder: Path, *, publish: bool = False) -> QuestionnaireVersion:
    """Check the edition in a folder and store it; the same content is stored once.

    Raises EditionRefused with every fault, and then nothing has changed.
    """
    faults = [problem for problem in check(folder) if not problem.is_warning]
    if faults:
        raise EditionRefused(faults)
    document = edition_to_document(folder)
    header = document["header"]
    version, _ = QuestionnaireVersion.objects.get_or_create(
        sha256=sha256_of(document),
        defaults={
            "code": header["code"],
            "year": header["year"],
            "document": canonical_json(document),
        },
    )
    return publish_version(version) if publish else version


def publish_version(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Freeze a version; publishing twice changes nothing."""
    if version.published_at is None:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return version


def check(folder: Path) -> list[Problem]:
    """Return every fault and warning of an edition, held against the one it follows."""
    header = header_of(folder)
    published = QuestionnaireVersion.objects.published()
    mine = published.filter(code=header.get("code")).first()
    before = published.filter(code=header.get("follows")).first()
    return check_edition(
        folder,
        previous=before.edition() if before else None,
        retired=retired_keys(mappings_before(header.get("code"))),
        published_hash=mine.sha256 if mine else None,
    )


def header_of(folder: Path) -> dict:
    """Return the header, or nothing when the files can't be read: the validator says why."""
    try:
        return edition_to_document(folder)["header"]
    except SourceError:
        return {}


def mappings_before(code: str | None) -> Iterator[EditionMapping]:
    """Yield how published editions other than this one followed each other: what they retired."""
    for version in QuestionnaireVersion.objects.published().exclude(code=code or ""):
        mapping = version.edition().mapping
        if mapping is not None:
            yield mapping
