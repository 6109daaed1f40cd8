"""One ZIP with every member's report, and a list of what is in it and what is not."""

import csv
import hashlib
import io
import logging
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from convenant import files as store
from convenant.sheets import safe_text
from diligence.services.reports import filed
from workgroups.aggregation.report_run import (
    FileForRun,
    LeftOut,
    names_in_zip,
)
from workgroups.models import ReportRun

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished ZIP: where it is and how large; without one report there is none (empty name)."""

    name: str
    size: int
    inside: list[FileForRun]
    left_out: list[LeftOut]


def pack(run: ReportRun, files: Sequence[FileForRun], left_out: Sequence[LeftOut]) -> Packed:
    """Write the ZIP whole or not at all; packing again replaces it. One PDF in memory at a time.

    A report whose file is gone or is not what was filed is left out, by name.
    """
    name = f"report-runs/{run.pk}.zip"
    inside: dict[str, FileForRun] = {}
    missing: list[LeftOut] = []
    names = names_in_zip(files, run.cycle.year, run.language)
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as half:
        with ZipFile(half, "w", ZIP_STORED) as archive:
            for file, file_name in zip(files, names, strict=True):
                content = content_of(file)
                if content is None:
                    missing.append(LeftOut(file.slug, file.name, "damaged"))
                else:
                    archive.writestr(entry(file_name), content)
                    inside[file_name] = file
            missing += left_out
            archive.writestr(entry("manifest.csv"), manifest(inside, missing, run.language))
        if not inside:
            return Packed("", 0, [], missing)
        size = half.tell()
        store.write(name, half)
    return Packed(name, size, list(inside.values()), missing)


def content_of(file: FileForRun) -> bytes | None:
    """Return the PDF as it was filed; None when it is gone or was altered."""
    if file.report is None:
        return None
    content = filed(file.report.file)
    if content is None:
        return None
    if hashlib.sha256(content).hexdigest() != file.report.sha256:
        log.error("The report of %s is not the one that was filed.", file.slug)
        return None
    return content


def entry(name: str) -> ZipInfo:
    """Return a place in the ZIP: dated today, readable by its owner."""
    info = ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def manifest(inside: Mapping[str, FileForRun], left_out: Iterable[LeftOut], language: str) -> str:
    """Return the list in the ZIP, for a spreadsheet: company, file, hash, remark."""
    with translation.override(language):
        head = (_("bedrijf"), _("bestand"), "sha256", _("opmerking"))
        missing = [(one.name, "", "", words_for(one)) for one in left_out]
    rows = [
        (file.name, name, file.report.sha256 if file.report else "", "")
        for name, file in inside.items()
    ]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(head)
    writer.writerows([safe_text(cell) for cell in row] for row in [*rows, *missing])
    return "\ufeff" + text.getvalue()


def words_for(one: LeftOut) -> str:
    """Return why a member is not in the ZIP."""
    words = {
        "failed": _("verslag is mislukt"),
        "damaged": _("bestand is beschadigd of weg"),
        "no_file": _("geen dossier"),
        "draft": _("nog niet ingediend"),
        "questions_open": _("vragen open"),
    }
    why = words.get(one.why, one.why)
    return _("%(why)s, code %(code)s") % {"why": why, "code": one.code} if one.code else why
