"""The validator as a whole: one run over a folder, all findings at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from diligence.framework.catalogues import Catalogue, catalogues_in
from diligence.framework.checks.advice import check_advice
from diligence.framework.checks.codes import check_codes
from diligence.framework.checks.conditions import check_conditions
from diligence.framework.checks.draft import Draft
from diligence.framework.checks.fairness import check_fairness
from diligence.framework.checks.header import check_header
from diligence.framework.checks.history import check_history
from diligence.framework.checks.keys import check_keys
from diligence.framework.checks.measures import check_measures
from diligence.framework.checks.problem import Problem
from diligence.framework.checks.questions import check_questions
from diligence.framework.checks.reach import check_reach
from diligence.framework.checks.structure import add_mapping, add_step, header_of
from diligence.framework.document import document_of, sha256_of
from diligence.framework.schema import Edition
from diligence.framework.source import (
    HEADER_FILE,
    MAPPING_FILE,
    STEP_FILES,
    SourceError,
    SourceFile,
    SourceFiles,
    read_file,
)

_HASH_SHOWN = 8


def check_edition(
    folder: Path,
    *,
    catalogues: Mapping[str, Catalogue] | None = None,
    previous: Edition | None = None,
    retired: Collection[str] | Mapping[str, str] = (),
    published_hash: str | None = None,
    today: date | None = None,
) -> list[Problem]:
    """Everything that is wrong with the edition in a folder, by file and line.

    `previous` is the edition it follows; `retired` the keys that earlier editions dropped, with
    the code of the last edition that had them when it is known; `published_hash` the hash under
    which this very edition was published, when it was. Without `catalogues` those of the code
    are used. Raises `SourceError` when a catalogue cannot be read.
    """
    problems: list[Problem] = []
    files = _read(folder, problems)
    if files is None:
        return sorted(problems)
    draft = Draft(
        header=header_of(files.header, problems),
        catalogues=catalogues_in() if catalogues is None else catalogues,
        previous=previous,
        retired={},
        today=today or date.today(),
        problems=problems,
    )
    draft.retired = _with_codes(retired, draft.header.content.get("follows", "an earlier edition"))
    for file in files.steps:
        add_step(draft, file)
    if files.mapping is not None:
        add_mapping(draft, files.mapping)
    _check_all(draft)
    if published_hash is not None:
        _check_published(draft, files, published_hash)
    return sorted(set(problems))


def _check_all(draft: Draft) -> None:
    check_header(draft)
    check_keys(draft)
    check_questions(draft)
    check_codes(draft)
    check_conditions(draft)
    check_reach(draft)
    check_fairness(draft)
    check_measures(draft)
    check_history(draft)
    check_advice(draft)


def _read(folder: Path, problems: list[Problem]) -> SourceFiles | None:
    """The files of the folder; None when one cannot be read, for then the rest cannot be judged."""
    read: dict[str, SourceFile] = {}
    optional = [MAPPING_FILE] if (folder / MAPPING_FILE).exists() else []
    for name in (HEADER_FILE, *STEP_FILES, *optional):
        try:
            read[name] = read_file(folder / name)
        except SourceError as error:
            problems.append(Problem(name, 1, name, str(error)))
    for file in read.values():
        problems.extend(
            Problem(file.name, flaw.line, file.name, flaw.message) for flaw in file.flaws
        )
    for path in folder.glob("*.y*ml"):
        if path.name not in (HEADER_FILE, *STEP_FILES, MAPPING_FILE):
            text = f"{path.name} is not a file of an edition. Rename or remove it."
            problems.append(Problem(path.name, 1, path.name, text))
    complete = len(read) == len(STEP_FILES) + 1 + len(optional)
    if not complete or not all(file.content for file in read.values()):
        return None
    steps = tuple(read[name] for name in STEP_FILES)
    return SourceFiles(read[HEADER_FILE], steps, read.get(MAPPING_FILE))


def _with_codes(retired: Collection[str] | Mapping[str, str], code: str) -> Mapping[str, str]:
    return retired if isinstance(retired, Mapping) else dict.fromkeys(retired, code)


def _check_published(draft: Draft, files: SourceFiles, published: str) -> None:
    found = sha256_of(document_of(files))
    if found != published:
        draft.refuse(
            draft.header,
            f"{draft.header.content.get('code')} is published with hash "
            f"{published[:_HASH_SHOWN]}…; this folder has {found[:_HASH_SHOWN]}…. Make a new "
            "edition or restore the file.",
            "code",
        )
