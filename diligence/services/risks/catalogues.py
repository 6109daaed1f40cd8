"""Load an edition of the shared lists, and publish it: from then on nobody changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from diligence.framework.catalogues import CATALOGUES
from diligence.framework.checks import Problem
from diligence.framework.lists import (
    ListsDocument,
    check_lists,
    difference,
    lists_document,
    own_lists,
)
from diligence.framework.lists.document import read_lists
from diligence.framework.source import SourceError, SourceFile
from diligence.models import CatalogueVersion, QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class ListsRefused(Exception):
    """The lists have faults; `problems` says where and what to do."""

    problems: list[Problem]


def in_use() -> ListsDocument:
    """Return the lists published last; those of the product while none is published."""
    version = CatalogueVersion.objects.published().first()
    return version.lists() if version else own_lists()


def check(folder: Path) -> list[Problem]:
    """Return every fault and warning of the lists in a folder, beside those in use."""
    try:
        files = files_of(folder)
    except SourceError as error:
        return [Problem(folder.name, 1, folder.name, str(error))]
    problems = check_lists(files, published=in_use().keys, questions=published_questions())
    if any(not problem.is_warning for problem in problems):
        return problems
    return [*problems, *_used_code(lists_document(files))]


def published_questions() -> frozenset[str]:
    """Return the keys of every question that was published, for what points at questions."""
    versions = QuestionnaireVersion.objects.published()
    return frozenset(
        question.key for version in versions for question in version.edition().questions
    )


@transaction.atomic
def load(folder: Path, *, publish: bool = False) -> CatalogueVersion:
    """Check the lists in a folder and store them; the same content is stored once.

    A folder may hold the one list that changed: the others are those in use. Raises ListsRefused
    with every fault, and then nothing has changed.
    """
    faults = [problem for problem in check(folder) if not problem.is_warning]
    if faults:
        raise ListsRefused(faults)
    lists = lists_document(files_of(folder))
    version, _ = CatalogueVersion.objects.get_or_create(
        sha256=lists.sha256, defaults={"code": lists.code, "document": lists.text}
    )
    return publish_version(version) if publish else version


def publish_version(version: CatalogueVersion) -> CatalogueVersion:
    """Freeze a version and put it in use; publishing twice changes nothing."""
    if version.published_at is None:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return version


def changes(folder: Path) -> list[str]:
    """Return what these lists change against those in use, in Dutch lines.

    Raises ListsRefused when a file cannot be read.
    """
    faults = [problem for problem in check(folder) if not problem.is_warning]
    if faults:
        raise ListsRefused(faults)
    return difference(in_use().content, lists_document(files_of(folder)).content)


def files_of(folder: Path) -> Mapping[str, SourceFile]:
    """Return the lists of a folder, with those in use for the lists it does not have.

    Raises SourceError when a file is not UTF-8 or the folder holds no list.
    """
    given = read_lists(folder)
    if not given:
        raise SourceError(f"'{folder}' holds no list: no file that ends in .yaml.")
    if folder == CATALOGUES:
        return given
    used = in_use().content["catalogues"]
    kept = {
        name: SourceFile(f"{name}.yaml", {"catalogue": name, **content}, {})
        for name, content in used.items()
    }
    return {**kept, **given}


def _used_code(lists: ListsDocument) -> list[Problem]:
    """Refuse other content under a code that was published: who reads it must know which it is."""
    other = CatalogueVersion.objects.published().filter(code=lists.code)
    taken = other.exclude(sha256=lists.sha256).first()
    if taken is None:
        return []
    text = (
        f"{lists.code} is published with hash {taken.sha256[:8]}…; this is {lists.sha256[:8]}…. "
        "Give the list that you changed a higher 'version'."
    )
    return [Problem("lists", 1, "version", text)]
