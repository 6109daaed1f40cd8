"""A year's answers as a workbook: take it along, fill it in, send it back, look, take it over."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from convenant.downloads import file_response
from convenant.limits import EXPORTS, UPLOADS
from diligence.framework.difference import Difference, Side, difference
from diligence.models import AnswerImport
from diligence.reports.words import number_of
from diligence.services.answer_sheets import imports
from diligence.services.answer_sheets.imports import MINE, Proposed
from diligence.services.answer_sheets.making import make_sheet
from diligence.services.answer_sheets.mark import ForeignSheet
from diligence.services.answer_sheets.reading import LARGEST_MB
from diligence.services.answer_sheets.words import column_heads
from diligence.services.answers import AssessmentClosed
from diligence.services.figures import standing_of
from diligence.services.upload_words import sentence_of
from diligence.templatetags.diligence import anchor, question_url
from diligence.uploads.refusal import Refused
from diligence.views.base import AssessmentMixin
from diligence.views.faces.differences import side_of
from diligence.views.faces.lines import Line
from diligence.views.faces.status import closed_sentence, person

LATEST = 10
FAULTS_SHOWN = 300


def foreign_words(why: ForeignSheet) -> str:
    """Return why a workbook is not one of this file, and what to do."""
    if why.code == "missing_columns":
        heads = column_heads(get_language() or "nl")
        names = ", ".join(heads[code] for code in why.words["columns"])
        text = _("In dit bestand ontbreken kolommen: %(names)s. Haal het bestand opnieuw op.")
        return text % {"names": names}
    return {
        "no_mark": _(
            "Dit bestand komt niet van deze pagina, of er is een verborgen blad uit weg. Haal het "
            "bestand hier op en vul dat in."
        ),
        "forged": _(
            "De vingerafdruk in dit bestand klopt niet. Haal het bestand opnieuw op en vul dat in."
        ),
        "other_company": _("Dit bestand is van een ander bedrijf. Haal het bestand hier op."),
        "other_year": _(
            "Dit bestand hoort bij %(year)s. Kies het bij dat jaar, of haal het bestand van dit "
            "jaar op."
        )
        % {"year": why.words.get("year", "")},
        "other_questionnaire": _(
            "De vragenlijst is veranderd sinds u dit bestand ophaalde. Haal het opnieuw op en neem "
            "uw wijzigingen over."
        ),
        "no_answers": _(
            "Het blad met de antwoorden ontbreekt in dit bestand. Haal het bestand opnieuw op."
        ),
    }[why.code]


def answers_in_words(count: int) -> str:
    """Return how many answers, as people say it."""
    return ngettext("%(n)s antwoord", "%(n)s antwoorden", count) % {"n": count}


class SheetMixin(AssessmentMixin):
    """Workbooks of this company's year."""

    @property
    def batches(self):
        """Return what came back, the newest first."""
        mine = AnswerImport.objects.for_company(self.request.company)
        return mine.filter(assessment=self.assessment).order_by("-created_at")

    def batch(self) -> AnswerImport:
        """Return the import in the address, or answer 404."""
        found = get_object_or_404(self.batches, pk=self.kwargs["pk"])
        found.assessment = self.assessment
        return found

    def url(self, name: str, *more) -> str:
        """Return an address of this year."""
        args = [self.request.company.slug, self.assessment.cycle.year, *more]
        return reverse(f"diligence:{name}", args=args)

    def closed(self, status: str) -> HttpResponse:
        """Say why nothing can be changed now."""
        messages.error(self.request, closed_sentence(status))
        return redirect(self.url("sheet"))

    def done_before(self) -> HttpResponse:
        """Say that this import was already decided about."""
        text = _("Over dit bestand was al besloten. Er is niets gewijzigd.")
        messages.info(self.request, text)
        return redirect(self.url("sheet"))


class SheetFile(SheetMixin, View):
    """The workbook to fill in."""

    grants = {"get": Permission.ANSWERS_CHANGE}
    limits = {"get": EXPORTS}

    def get(self, request, **kwargs) -> HttpResponse:
        """Hand it out in the language of the page."""
        language = (get_language() or "nl")[:2]
        content = make_sheet(self.assessment, language, by=request.user)
        words = {"year": self.assessment.cycle.year, "company": request.company.name}
        name = _("%(company)s invullen %(year)s") % words
        return file_response(content, f"{settings.PRODUCT_NAME} {name} {language}.xlsx")


class Sheets(SheetMixin, TemplateView):
    """Take the workbook along, send it back, and see what came back before."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/sheets.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather what came in before."""
        latest = self.batches.exclude(state=AnswerImport.State.DROPPED)
        latest = latest.select_related("created_by").defer("proposals", "faults", "written")
        return super().get_context_data(batches=latest[:LATEST], most_mb=LARGEST_MB, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Read what came back and show what it would change; nothing is changed yet."""
        if not self.assessment.is_open:
            return self.closed(self.assessment.status)
        file = request.FILES.get("file")
        try:
            if request.received.too_large:
                raise Refused("too_large", most=LARGEST_MB)
            if file is None:
                return self.refused(_("Kies eerst het Excelbestand dat u invulde."))
            if UPLOADS.is_passed(request.user.pk):
                raise Refused("too_often")
            batch = imports.take_in(self.assessment, file, by=request.user)
        except AssessmentClosed as closed:
            return self.closed(closed.status)
        except Refused as why:
            return self.refused(sentence_of(why))
        except ForeignSheet as why:
            return self.refused(foreign_words(why))
        return redirect(self.url("sheet-preview", batch.pk))

    def refused(self, text: str) -> HttpResponse:
        """Say why a file is not taken."""
        context = self.get_context_data(problems=[Line(text, "#file")])
        return self.render_to_response(context, status=422)


@dataclass(frozen=True)
class ProposedFace:
    """One question of a preview: what differs, and the two texts when a person must choose."""

    one: Proposed
    number: str
    url: str
    difference: Difference
    chosen: str = ""

    @property
    def anchor(self) -> str:
        return f"{anchor(self.one.question)}-choice"

    @property
    def field(self) -> str:
        """Return what the choice is called in the form."""
        return f"choice-{self.one.question.key}"

    @cached_property
    def by(self) -> str:
        """Return who changed the answer meanwhile; nobody when it is not there any more."""
        return person(self.one.stands) if self.one.stands else ""


class Preview(SheetMixin, TemplateView):
    """Exactly what a workbook would change, what waits for a choice, and what is wrong."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/sheet_preview.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the changes in words."""
        batch = kwargs.pop("batch", None) or self.batch()
        is_preview = batch.state == AnswerImport.State.PREVIEW
        preview = imports.preview_of(batch) if is_preview else imports.Preview()
        edition = self.edition
        known = {question.key: question for question in edition.questions}
        faults = [
            fault
            | {
                "number": number_of(known[fault["question"]], edition)
                if fault["question"] in known
                else ""
            }
            for fault in batch.faults[:FAULTS_SHOWN]
        ]
        return super().get_context_data(
            batch=batch,
            is_preview=is_preview,
            fresh=self.faces(preview.fresh),
            outdated=self.faces(preview.outdated),
            shut=self.faces(preview.shut),
            done=len(preview.done),
            unfit=preview.unfit,
            faults=faults,
            more_faults=max(0, len(batch.faults) - FAULTS_SHOWN),
            **kwargs,
        )

    def faces(self, found: list[Proposed]) -> list[ProposedFace]:
        """Return questions with what differs between what stands and what the workbook says."""
        if not found:
            return []
        situation = self.situation
        language = get_language() or "nl"
        faces = []
        for one in found:
            before = side_of(one.question, one.stands, situation)
            after = Side(
                question=one.question,
                given=one.made,
                edition=self.edition,
                language=self.batch_language,
                size=situation.size,
            )
            faces.append(
                ProposedFace(
                    one=one,
                    number=number_of(one.question, self.edition),
                    url=question_url(self.assessment, one.question),
                    difference=difference(before, after, language),
                    chosen=self.request.POST.get(f"choice-{one.question.key}", ""),
                )
            )
        return faces

    @cached_property
    def situation(self):
        """Return what the file says of the company."""
        return standing_of(self.assessment, self.assessment.answers.all()).situation

    @cached_property
    def batch_language(self) -> str:
        """Return the language of the workbook."""
        return self.batch().language

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take the answers over."""
        batch = self.batch()
        choices = {
            name.removeprefix("choice-"): value
            for name, value in request.POST.items()
            if name.startswith("choice-")
        }
        try:
            count = imports.accept(batch, choices, by=request.user)
        except AssessmentClosed as closed:
            return self.closed(closed.status)
        except imports.NotThisState:
            return self.done_before()
        except imports.NoLongerFits as wrong:
            return self.again(batch, self.no_longer(wrong))
        except imports.StillUndecided as undecided:
            text = _("Vraag %(number)s is intussen gewijzigd. Kies welk antwoord blijft.")
            return self.again(
                batch,
                [
                    Line(
                        text % {"number": number_of(self.edition.question(key), self.edition)},
                        f"#{anchor(key)}-choice-{MINE}",
                    )
                    for key in undecided.questions
                ],
            )
        told = _("Overgenomen uit Excel: %(answers)s.") % {"answers": answers_in_words(count)}
        messages.success(request, told)
        return redirect(self.url("sheet"))

    def no_longer(self, wrong: imports.NoLongerFits) -> list[Line]:
        """Return what was right when it was read and is not any more."""
        text = _("Het antwoord op vraag %(number)s past niet meer. Lees het bestand opnieuw in.")
        outcome = wrong.outcome
        return [
            Line(text % {"number": number_of(self.edition.question(key), self.edition)}, "")
            for key in [*outcome.invalid, *outcome.stale, *outcome.locked]
        ]

    def again(self, batch: AnswerImport, problems: list[Line]) -> HttpResponse:
        """Show the preview again with what is to be solved first."""
        context = self.get_context_data(batch=batch, problems=problems)
        return self.render_to_response(context, status=422)


class Drop(SheetMixin, View):
    """Throw a preview away."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Drop it; the answers stay as they were."""
        try:
            imports.drop(self.batch(), by=request.user)
        except imports.NotThisState:
            return self.done_before()
        messages.success(request, _("Weggegooid. Uw antwoorden zijn niet veranderd."))
        return redirect(self.url("sheet"))


class Undo(SheetMixin, View):
    """Put back what stood before an import."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Put back each answer that nobody changed since."""
        try:
            undone = imports.undo(self.batch(), by=request.user)
        except AssessmentClosed as closed:
            return self.closed(closed.status)
        except imports.NotThisState:
            return self.done_before()
        except imports.NoLongerFits:
            text = _(
                "Niet al deze antwoorden kunnen nu terug. Er is niets gewijzigd. Wijzig zelf wat "
                "niet klopt."
            )
            messages.error(request, text)
            return redirect(self.url("sheet"))
        told = _("Teruggedraaid: %(answers)s.") % {"answers": answers_in_words(undone.back)}
        if undone.left:
            left = ngettext(
                "%(n)s antwoord is daarna nog gewijzigd en blijft zo.",
                "%(n)s antwoorden zijn daarna nog gewijzigd en blijven zo.",
                undone.left,
            )
            told = f"{told} {left % {'n': undone.left}}"
        messages.success(request, told)
        return redirect(self.url("sheet"))
