"""Files of a posted form, each on its own: one that is refused keeps no other out."""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenant.limits import UPLOADS
from diligence.services.evidence import Added
from diligence.services.upload_words import sentence_of
from diligence.uploads.kinds import ENDINGS
from diligence.uploads.names import tidy_name
from diligence.uploads.refusal import Refused

log = logging.getLogger(__name__)
FILES = "files"
NO_ROOM = frozenset({"store_full", "store_down"})
"""Refusals that are our fault."""


def upload_limits() -> dict[str, str | int]:
    """Return what a page says, and checks beforehand, about files to choose."""
    return {
        "endings": ",".join(ENDINGS),
        "most_files": settings.EVIDENCE_MAX_FILES,
        "most_mb": settings.EVIDENCE_MAX_MB,
    }


def wants_data(request: HttpRequest) -> bool:
    """Tell whether script asks, rather than a person's form."""
    return "application/json" in request.headers.get("Accept", "")


class Uploads:
    """The files of a form, and what became of them."""

    def __init__(self, request: HttpRequest):
        self.files = request.FILES.getlist(FILES)
        self.codes: set[str] = set()
        self.refusals: list[str] = []
        received = request.received
        if self.files and UPLOADS.is_passed(request.user.pk):
            self.files = []
            self.refuse("", Refused("too_often"))
        for name in received.too_large:
            self.refuse(name, Refused("too_large", most=settings.EVIDENCE_MAX_MB))
        for name in received.too_many:
            self.refuse(name, Refused("too_many", most=settings.EVIDENCE_MAX_FILES))
        if received.is_full:
            self.refuse("", Refused("store_full"))

    def refuse(self, name: str, refused: Refused) -> None:
        """Remember why a file was not taken."""
        self.codes.add(refused.code)
        log.warning("refused", extra={"what": f"file_{refused.code}"})
        sentence = sentence_of(refused)
        if name:
            sentence = f"{tidy_name(name)}: {sentence}"
        self.refusals.append(sentence)

    def status(self, added: list[Added]) -> int:
        """Return the status of a reply with refusals: ours when nothing could be stored at all.

        A status of 500 and up undoes what was written, so it is for when nothing was.
        """
        return 507 if self.codes & NO_ROOM and not added else 422

    def add(self, put: Callable[[object], Added]) -> list[Added]:
        """Put each file where it belongs; return what was taken."""
        added = []
        for file in self.files[: settings.EVIDENCE_MAX_FILES]:
            try:
                with transaction.atomic():
                    added.append(put(file))
            except Refused as refused:
                self.refuse(file.name, refused)
        return added


def uuids(typed: list[str]) -> list[UUID]:
    """Return the ids among what was typed; what is none is left out."""
    found = []
    for one in typed:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def done_sentences(added: Sequence[Added], chosen: int = 0) -> list[str]:
    """Return what was taken, in sentences."""
    new = [one for one in added if one.is_new]
    known = [one for one in added if not one.is_new]
    found = []
    if new:
        text = ngettext("Toegevoegd: %(n)s bestand.", "Toegevoegd: %(n)s bestanden.", len(new))
        found.append(text % {"n": len(new)})
    for one in known:
        text = _("Dit bestand had u al als “%(title)s”. Wij bewaren het één keer.")
        found.append(text % {"title": one.evidence.title})
    if any(one.is_rewritten for one in new):
        found.append(_("Uit uw foto’s haalden wij verborgen gegevens, zoals de plaats."))
    if chosen:
        text = ngettext(
            "%(n)s document uit de bibliotheek staat nu bij deze vraag.",
            "%(n)s documenten uit de bibliotheek staan nu bij deze vraag.",
            chosen,
        )
        found.append(text % {"n": chosen})
    return found
