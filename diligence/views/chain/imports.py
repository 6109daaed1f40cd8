"""Lines that come in together: pasted or from a file, looked at first, then taken over."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from convenant.limits import UPLOADS
from diligence.chain.reading import COLUMNS, MOST_ROWS, NothingToRead, ReadRow
from diligence.models import Certainty, Form, ImportBatch, Volume
from diligence.services.answers import AssessmentClosed
from diligence.services.chain import imports as services
from diligence.services.chain.import_suppliers import Doubt
from diligence.services.chain.lines import MOST_LINES, TooManyLines
from diligence.services.upload_words import sentence_of
from diligence.uploads.refusal import Refused
from diligence.views.chain.base import ChainMixin
from diligence.views.chain.words import (
    COLUMN_WORDS,
    candidate_words,
    country_name,
    lines_in_words,
    metal_name,
    problem_words,
    stage_name,
    tier_words,
)
from diligence.views.faces.lines import Line

SHOWN = 200
"""So many good rows stand in a preview; the faulty ones stand there all."""
LATEST = 10


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that can't be taken over: where, what was typed, what is wrong."""

    number: int
    typed: str
    problems: list[str]


def good_row(row: ReadRow) -> dict[str, str]:
    """Return a row in words."""
    said = row.values
    return {
        "number": str(row.number),
        "metal": metal_name(said["metal"]),
        "form": str(Form(said["form"]).label),
        "stage": stage_name(said["stage"]),
        "country": country_name(said["country"] or None),
        "supplier": said["supplier"] or _("geen leverancier genoemd"),
        "tier": tier_words(int(said["tier"]) if said["tier"] else None),
        "certainty": str(Certainty(said["certainty"]).label),
        "volume": str(Volume(said["volume"]).label) if said["volume"] else "",
    }


def typed_text(row: dict[str, str]) -> str:
    """Return a row as it was typed, to be pasted again."""
    return "\t".join(row.get(column, "").replace("\t", " ") for column in COLUMNS)


def head_text() -> str:
    """Return the head of a table to paste."""
    return "\t".join(str(COLUMN_WORDS[column]) for column in COLUMNS)


def refusal_words(why: NothingToRead | Refused) -> str:
    """Return why there is nothing to look at, and what to do."""
    if isinstance(why, Refused):
        return sentence_of(why)
    return {
        "empty": _(
            "Er staan geen regels in. Plak de regels met de koppen erboven, of kies een ander "
            "bestand."
        ),
        "no_metal": _(
            "Wij vinden geen kolom “Metaal”. Zet boven de kolommen hoe zij heten, zoals in het "
            "voorbeeld."
        ),
        "too_many": _(
            "Dit zijn meer dan %(most)s regels. Deel het op en lees de delen na elkaar in."
        )
        % {"most": MOST_ROWS},
    }[why.code]


class ImportMixin(ChainMixin):
    """Imports of this company's year."""

    tab = "chain-import"

    @property
    def batches(self):
        """Return them, the newest first."""
        mine = ImportBatch.objects.for_company(self.request.company)
        return mine.filter(assessment=self.assessment).order_by("-created_at")

    def batch(self) -> ImportBatch:
        """Return the import of the address, or answer 404."""
        found = get_object_or_404(self.batches, pk=self.kwargs["pk"])
        found.assessment = self.assessment
        return found

    def closed(self) -> HttpResponse:
        """Say that this year can't be changed now."""
        messages.error(
            self.request,
            _("Dit jaar is ingediend, dus de keten staat vast. Er is niets gewijzigd."),
        )
        return redirect(self.url("chain-lines"))

    def done_before(self) -> HttpResponse:
        """Say that this import was already decided about."""
        messages.info(self.request, _("Over deze regels was al besloten. Er is niets gewijzigd."))
        return redirect(self.url("chain-import"))


class Import(ImportMixin, TemplateView):
    """Paste rows or choose a file; earlier imports can be undone here."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/import.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather what came in before."""
        latest = self.batches.exclude(state=ImportBatch.State.DROPPED)
        context = {
            "batches": latest.select_related("created_by").defer("rows")[:LATEST],
            "columns": [str(COLUMN_WORDS[column]) for column in COLUMNS],
            "most_rows": MOST_ROWS,
            "most_mb": services.LARGEST_MB,
            "typed": "",
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Read what came in and show what it would do; nothing is a line yet."""
        if not self.assessment.is_open:
            return self.closed()
        text, file = request.POST.get("rows", ""), request.FILES.get("file")
        try:
            if file and UPLOADS.is_passed(request.user.pk):
                raise Refused("too_often")
            if request.received.too_large:
                raise Refused("too_large", most=services.LARGEST_MB)
            if file:
                batch = services.take_file(self.assessment, file, by=request.user)
            else:
                batch = services.take_text(self.assessment, text, by=request.user)
        except AssessmentClosed:
            return self.closed()
        except (NothingToRead, Refused) as why:
            field = "#file" if file or request.received.too_large else "#rows"
            problems = [Line(refusal_words(why), field)]
            context = self.get_context_data(problems=problems, typed=text, wrong=field)
            return self.render_to_response(context, status=422)
        return redirect(self.url("chain-preview", batch.pk))


class Preview(ImportMixin, TemplateView):
    """What an import would do, and what it could not read."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/preview.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the rows in words."""
        batch = kwargs.pop("batch", None) or self.batch()
        preview = services.preview_of(batch, self.request.company)
        by_number = {row["number"]: row for row in batch.rows}
        faulty = [
            FaultyRow(
                row.number,
                " · ".join(v for k, v in by_number[str(row.number)].items() if k != "number"),
                [problem_words(problem) for problem in row.problems],
            )
            for row in preview.faulty
        ]
        again = [head_text(), *(typed_text(by_number[str(row.number)]) for row in preview.faulty)]
        context = {
            "batch": batch,
            "is_preview": batch.state == ImportBatch.State.PREVIEW,
            "preview": preview,
            "good": [good_row(row) for row in preview.good[:SHOWN]],
            "more": max(0, len(preview.good) - SHOWN),
            "faulty": faulty,
            "again": "\n".join(again),
            "doubts": [self.doubt(n, doubt) for n, doubt in enumerate(preview.doubts)],
        }
        return super().get_context_data(**context | kwargs)

    def doubt(self, place: int, doubt: Doubt) -> dict:
        """Return a name that must be decided about, with what was chosen so far."""
        return {
            "name": doubt.name,
            "field": f"who-{place}",
            "rows": ", ".join(map(str, doubt.rows[:12])),
            "candidates": [(one.known, candidate_words(one)) for one in doubt.candidates],
            "chosen": self.request.POST.get(f"who-{place}", ""),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take the good rows over."""
        batch = self.batch()
        try:
            count = services.accept(batch, self.decisions(batch), by=request.user)
        except AssessmentClosed:
            return self.closed()
        except services.NotThisState:
            return self.done_before()
        except services.StillUndecided as undecided:
            text = _("Kies wie u bedoelt met “%(name)s”.")
            names = {
                one["name"]: one["field"] for one in self.get_context_data(batch=batch)["doubts"]
            }
            problems = [
                Line(text % {"name": name}, f"#{names[name]}-0") for name in undecided.names
            ]
            context = self.get_context_data(batch=batch, problems=problems)
            return self.render_to_response(context, status=422)
        except TooManyLines:
            text = _(
                "Een jaar kan %(most)s regels bevatten. Verwijder eerst regels die dubbel zijn."
            )
            problems = [Line(text % {"most": MOST_LINES}, "")]
            context = self.get_context_data(batch=batch, problems=problems)
            return self.render_to_response(context, status=422)
        messages.success(request, _("Overgenomen: %(lines)s.") % {"lines": lines_in_words(count)})
        left = services.preview_of(self.batch(), request.company).faulty
        return redirect(self.url("chain-preview", batch.pk) if left else self.url("chain-lines"))

    def decisions(self, batch: ImportBatch) -> dict[str, str | None]:
        """Return what was chosen about each name in doubt."""
        found: dict[str, str | None] = {}
        for place, doubt in enumerate(services.preview_of(batch, self.request.company).doubts):
            chosen = self.request.POST.get(f"who-{place}", "")
            if chosen == "new":
                found[doubt.key] = None
            elif chosen in {one.known.id for one in doubt.candidates}:
                found[doubt.key] = chosen
        return found


class Drop(ImportMixin, View):
    """Throw a preview away."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Drop it; the chain stays as it was."""
        try:
            services.drop(self.batch(), by=request.user)
        except services.NotThisState:
            return self.done_before()
        messages.success(request, _("Weggegooid. De keten is niet veranderd."))
        return redirect(self.url("chain-import"))


class Undo(ImportMixin, View):
    """Take a whole import out again."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Remove all lines that came in with it."""
        try:
            count = services.undo(self.batch(), by=request.user)
        except AssessmentClosed:
            return self.closed()
        except services.NotThisState:
            return self.done_before()
        messages.success(request, _("Teruggedraaid: %(lines)s.") % {"lines": lines_in_words(count)})
        return redirect(self.url("chain-import"))
