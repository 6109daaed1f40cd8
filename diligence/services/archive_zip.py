"""What is in a company's archive, and packing it: readable without the product."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from companies.log.telling import sentence_of
from companies.models import Company, Event
from convenant import files
from convenant.downloads import tidy_name
from diligence.models import Archive, Assessment, EvidenceVersion, ProgressReport
from diligence.services.archive_sheets import sheets_of
from diligence.services.archive_tables import Sheet
from diligence.services.exports import Exported, as_json, exported


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that goes in as it was stored. `sha256` is what was written down of it."""

    name: str
    title: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a company, gathered in its scope; packing needs no database."""

    company: Company
    language: str
    years: list[Exported]
    files: list[Stored]
    events: list[dict[str, Any]]
    sheets: list[Sheet]


def gather(archive: Archive) -> Contents:
    """Return everything of the company. Must run in its scope."""
    company, language = archive.company, archive.language
    own = Assessment.objects.for_company(company).with_cycle().order_by("-cycle__year")
    assessments = list(own.select_related("company"))
    years = [exported(assessment, language) for assessment in assessments]
    editions = {assessment.cycle.year: assessment.edition for assessment in assessments}
    with translation.override(language):
        events = [sentence(event, editions) for event in log_of(company)]
        sheets = list(sheets_of(company, assessments))
    files = [*evidence_files(company), *report_files(company)]
    return Contents(company, language, years, files, events, sheets)


def log_of(company: Company):
    """Return the log, newest first."""
    return Event.objects.for_company(company).order_by("-at", "pk")


def sentence(event: Event, editions: dict) -> dict[str, Any]:
    """Return an entry of the log in words, with what it was told from."""
    return {
        "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
        "who": event.actor_name,
        "by_secretariat": event.by_secretariat,
        "verb": event.verb,
        "sentence": sentence_of(event, {"editions": editions}),
        "data": event.data,
    }


def evidence_files(company: Company) -> Iterator[Stored]:
    """Yield every version of every document that was not stopped."""
    kept = EvidenceVersion.objects.for_company(company).filter(
        state=EvidenceVersion.State.CLEAN, evidence__removed_at=None
    )
    for version in kept.select_related("evidence").order_by("uploaded_at", "pk"):
        name = f"evidence/{str(version.pk)[:8]} v{version.number} {tidy_name(version.name)}"
        yield Stored(name, version.evidence.title, version.file, version.sha256)


def report_files(company: Company) -> Iterator[Stored]:
    """Yield every report that is ready."""
    ready = ProgressReport.objects.for_company(company).filter(status="ready")
    for report in ready.select_related("snapshot__assessment__cycle").order_by("requested_at"):
        year = report.snapshot.assessment.cycle.year
        kind = f" {report.standard}" if report.standard else ""
        kind += f" {report.variant}" if report.variant != report.Variant.FULL else ""
        name = f"reports/{year} {report.code} {report.language}{kind}.pdf"
        yield Stored(name, f"{year} {report.code}", report.file, report.sha256)


class Packing:
    """A ZIP in the making, with the hash of everything that went in."""

    def __init__(self, packed: ZipFile):
        """Begin with an empty list."""
        self.packed = packed
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Put a file in."""
        self.packed.writestr(name, content)
        self.hashes[name] = hashlib.sha256(content).hexdigest()

    def add_stored(self, stored: Stored) -> bool:
        """Put a stored file in; False when it is gone or is not what was filed."""
        if not stored.file:
            return False
        try:
            with files.opened(stored.file) as content:
                digest = files.sha256_of(content)
                if stored.sha256 and digest != stored.sha256:
                    return False
                content.seek(0)
                with self.packed.open(stored.name, "w") as entry:
                    shutil.copyfileobj(content, entry)
        except files.FileGone:
            return False
        self.hashes[stored.name] = digest
        return True


def pack(contents: Contents, target: IO[bytes]) -> None:
    """Write the whole archive to this file. What can't be put in is named in it."""
    with ZipFile(target, "w", ZIP_DEFLATED) as packed, translation.override(contents.language):
        packing = Packing(packed)
        packing.add("style.css", style())
        there = [stored for stored in contents.files if packing.add_stored(stored)]
        missing = [stored for stored in contents.files if stored not in there]
        for year in contents.years:
            number = year.document["year"]
            for form in ("json", "xlsx"):
                packing.add(f"{number}/answers.{form}", year.as_file(form))
            packing.add(f"{number}/index.html", year_page(contents, year.document, there))
        for sheet in contents.sheets:
            packing.add(f"{sheet.place}.json", as_json(sheet.as_data()))
            packing.add(f"{sheet.place}.html", page("sheet", contents, sheet=sheet))
        packing.add("log.json", json.dumps(contents.events, ensure_ascii=False).encode())
        packing.add("log.html", page("log", contents))
        packing.add("index.html", page("index", contents, there=there, missing=missing))
        hashes = dict(sorted(packing.hashes.items()))
        lines = "".join(f"{digest}  {name}\n" for name, digest in hashes.items())
        packed.writestr("SHA256SUMS", lines)
        manifest = {"format": "ketenkompas.archive", "version": 1, "files": hashes}
        packed.writestr("manifest.json", as_json(manifest))


def page(name: str, contents: Contents, **more) -> bytes:
    """Return a page of the archive, without a script and with its own style sheet."""
    shared = {
        "contents": contents,
        "product": settings.PRODUCT_NAME,
        "made_at": timezone.localtime(),
        "root": "../" if name == "year" else getattr(more.get("sheet"), "root", ""),
    }
    return render_to_string(f"archive/{name}.html", shared | more).encode()


def year_page(contents: Contents, year: Mapping[str, Any], there: Iterable[Stored]) -> bytes:
    """Return the page of a year: every answer with its proof, and where each document lies."""
    places = {stored.sha256: stored.name for stored in there}
    papers = {
        each["id"]: told(each) | {"place": places.get(each["file"]["sha256"]), "number": number}
        for number, each in enumerate(year["evidence"], 1)
    }
    answers = [
        answer | {"proof": [papers[key] for key in answer["evidence"]]}
        for answer in year["answers"]
    ]
    return page("year", contents, year=year, answers=answers, papers=list(papers.values()))


def told(paper: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with its days as days, and whether it still holds."""
    last_day, added_on = paper["valid_until"], paper["file"]["added_on"]
    until = date.fromisoformat(last_day) if last_day else None
    return {
        **paper,
        "until": until,
        "is_expired": until is not None and until < timezone.localdate(),
        "added": date.fromisoformat(added_on) if added_on else None,
    }


def style() -> bytes:
    """Return the style sheet that goes along."""
    found = finders.find("css/archive.css")
    if not isinstance(found, str):
        raise FileNotFoundError("css/archive.css")
    return Path(found).read_bytes()
