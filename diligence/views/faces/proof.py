"""A document as people see it: what it is, whether it holds, and how to get it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import date as date_filter
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.models import Evidence, EvidenceUse, EvidenceVersion
from diligence.models.evidence import STOPPED
from diligence.services.evidence import KINDS
from diligence.services.evidence_at import ByQuestion
from diligence.views.faces.status import Status

State = EvidenceVersion.State
ICONS = {"csv": "file-spreadsheet", "sheet": "file-spreadsheet", "jpeg": "image", "png": "image"}


@dataclass(frozen=True)
class ProofFace:
    """A document with its newest file (`evidence.file` comes from a query with_file/standing)."""

    evidence: Evidence
    file: dict | None
    slug: str
    """The company's name in addresses."""

    @property
    def title(self) -> str:
        return self.evidence.title

    @property
    def kind(self) -> str:
        """Return what kind of proof it is, in words; empty while nobody said."""
        return kind_word(self.evidence.kind)

    @property
    def icon(self) -> str:
        last = (self.file or {}).get("content_type", "").rpartition(".")[2].rpartition("/")[2]
        return ICONS.get(last, "file-text")

    @property
    def size(self) -> str:
        return filesizeformat(self.file["size"]) if self.file else ""

    @property
    def number(self) -> int:
        """Return which version of the document this is."""
        return self.file["number"] if self.file else 0

    @property
    def ending(self) -> str:
        """Return what sort of file it is, as people call it: PDF, XLSX."""
        return self.file["name"].rpartition(".")[2].upper() if self.file else ""

    @property
    def url(self) -> str:
        """Return the page of the document."""
        return reverse("diligence:evidence", args=[self.slug, self.evidence.pk])

    @property
    def file_url(self) -> str:
        """Return where the newest file is handed out; empty while it is not."""
        if self.file is None or self.file["state"] != State.CLEAN:
            return ""
        return reverse("diligence:evidence-file", args=[self.slug, self.file["id"]])

    @property
    def is_expired(self) -> bool:
        """Tell whether its last day has passed."""
        return self.evidence.is_expired(timezone.localdate())

    @cached_property
    def flags(self) -> list[Status]:
        """Return what needs to be known at every use: expired, stopped, waiting, confidential."""
        found = [validity(self.evidence, timezone.localdate()), scan_status(self.file)]
        if self.evidence.is_confidential:
            found.append(Status(_("Vertrouwelijk"), "", "lock"))
        return [flag for flag in found if flag]


def faces_of(uses: Iterable[EvidenceUse], slug: str) -> list[ProofFace]:
    """Return the documents of some uses."""
    return [ProofFace(use.evidence, use.file, slug) for use in uses]


def proof_faces(proof: ByQuestion, slug: str) -> dict[str, list[ProofFace]]:
    """Return the documents at each question of a file."""
    return {key: faces_of(uses, slug) for key, uses in proof.items()}


def kind_word(code: str) -> str:
    """Return a kind of proof in words."""
    entry = catalogue(KINDS).get(code)
    return entry.text.get(get_language() or "nl") if entry else ""


def kind_choices() -> list[tuple[str, str]]:
    """Return all kinds of proof in the order of the steps, for a list to choose from."""
    language = get_language() or "nl"
    return [(entry.key, entry.text.get(language)) for entry in catalogue(KINDS)]


def validity(evidence: Evidence, today: datetime.date) -> Status | None:
    """Return that a document expired or soon will; nothing when it holds."""
    if evidence.valid_until is None:
        return None
    words = {"day": date_filter(evidence.valid_until, "j F Y")}
    if evidence.is_expired(today):
        return Status(_("Verlopen op %(day)s") % words, "err", "triangle-alert")
    if evidence.expires_soon(today):
        return Status(_("Verloopt op %(day)s") % words, "warn", "clock")
    return None


def scan_status(file: dict | None) -> Status | None:
    """Return why the newest file is not handed out; nothing when it is."""
    state = file["state"] if file else State.REFUSED
    match state:
        case State.PENDING:
            return Status(_("Wordt gecontroleerd op virussen"), "brand", "loader-circle")
        case State.INFECTED:
            return Status(_("Tegengehouden: virus gevonden"), "err", "circle-x")
        case State.REFUSED:
            return Status(_("Tegengehouden: niet te controleren"), "err", "circle-x")
    if file and file.get("newest_state") in STOPPED:
        return Status(_("Nieuwste versie tegengehouden"), "err", "circle-x")
    return None
