"""Proof at one question: what stands there, files to add, and documents from the library."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.schema import Question, UnknownQuestion
from diligence.models import Evidence
from diligence.services.answers import AssessmentClosed
from diligence.services.evidence import Added, Details, add_evidence, link, unlink
from diligence.services.evidence_at import evidence_of
from diligence.templatetags.diligence import question_url
from diligence.views.base import AssessmentMixin
from diligence.views.evidence_forms import DetailsForm
from diligence.views.faces.card import proof_of
from diligence.views.faces.lines import Line
from diligence.views.faces.proof import ProofFace, faces_of
from diligence.views.faces.status import closed_sentence
from diligence.views.uploading import Uploads, done_sentences, upload_limits, uuids, wants_data

MOST_TO_CHOOSE = 200


class QuestionMixin(AssessmentMixin):
    """A view of one question; a question the year does not have is a 404."""

    def setup(self, request, *args, **kwargs) -> None:
        """Find the question."""
        super().setup(request, *args, **kwargs)
        try:
            self.question: Question = self.edition.question(kwargs["question"])
        except UnknownQuestion as error:
            raise Http404 from error

    @property
    def may_change(self) -> bool:
        """Tell whether this person may change what stands here, here and now."""
        may = self.request.access.may(Permission.ANSWERS_CHANGE)
        return may and self.assessment.is_open

    @property
    def back(self) -> str:
        """Return the question on its page."""
        return question_url(self.assessment, self.question)

    def listed(self) -> list[ProofFace]:
        """Return what stands at the question now."""
        uses = evidence_of(self.assessment).get(self.question.key, ())
        return faces_of(uses, self.request.company.slug)

    def data(self, message: str, status: int = 200, **more) -> JsonResponse:
        """Send the list as it stands, and a sentence."""
        context = {"proof": self.listed(), "key": self.question.key, "file": self.assessment}
        context["may_change"] = self.may_change
        html = render_to_string("diligence/_proof_list.html", context, self.request)
        return JsonResponse({"message": message, "list": html, **more}, status=status)


class Proof(QuestionMixin, TemplateView):
    """The page for adding proof; script at the question itself uses the same address."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/proof.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs) -> dict:
        """Add what stands here, what is expected, and what the library has besides."""
        here = self.listed()
        context = {
            "question": self.question,
            "here": here,
            "expected": proof_of(self.question),
            "may_change": self.may_change,
            "closed": "" if self.assessment.is_open else closed_sentence(self.assessment.status),
            "to_choose": self.to_choose(here) if self.may_change else [],
            "back": self.back,
            "form": DetailsForm(initial={"kind": self.first_kind()}),
            **upload_limits(),
        }
        return super().get_context_data(**context | kwargs)

    def first_kind(self) -> str:
        """Return the kind of proof that is expected first."""
        return self.question.evidence.types[0] if self.question.evidence else ""

    def to_choose(self, here: Sequence[ProofFace]) -> list[ProofFace]:
        """Return the documents that could be put here: first of the kinds that are expected."""
        kinds = set(self.question.evidence.types) if self.question.evidence else set()
        known = Evidence.objects.for_company(self.request.company).kept().with_file()
        known = known.exclude(pk__in=[face.evidence.pk for face in here]).order_by("title", "pk")
        found = sorted(known[:MOST_TO_CHOOSE], key=lambda one: one.kind not in kinds)
        return [ProofFace(one, one.file, self.request.company.slug) for one in found]

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Put files or chosen documents at the question; what was refused is told by name."""
        if not self.assessment.is_open:
            return self.refused([closed_sentence(self.assessment.status)], status=409)
        form = DetailsForm(request.POST)
        if not form.is_valid():
            return self.refused([], form=form)
        try:
            uploads = Uploads(request)
            details = form.details(self.first_kind(), is_alone=len(uploads.files) == 1)
            added = uploads.add(lambda file: self.put_file(file, details))
            chosen = self.put_chosen()
        except AssessmentClosed as closed:
            return self.refused([closed_sentence(closed.status)], status=409)
        if uploads.refusals:
            status = uploads.status(added)
            return self.refused(uploads.refusals, status=status, form=form, added=added)
        if not added and not chosen:
            return self.refused(
                [_("Kies een bestand, of kies iets uit de bibliotheek.")], form=form
            )
        return self.done(added, chosen)

    def put_file(self, file, details: Details) -> Added:
        """Add a file to the library and put it here."""
        company, by = self.request.company, self.request.user
        added = add_evidence(company, file, by=by, details=details)
        link(self.assessment, self.question.key, added.evidence, by=by)
        return added

    def put_chosen(self) -> int:
        """Put the chosen documents here; return how many."""
        known = Evidence.objects.for_company(self.request.company).kept()
        chosen = known.filter(pk__in=uuids(self.request.POST.getlist("known")))
        for evidence in chosen:
            link(self.assessment, self.question.key, evidence, by=self.request.user)
        return len(chosen)

    def done(self, added: Sequence[Added], chosen: int) -> HttpResponse:
        """Say what was put here."""
        sentences = done_sentences(added, chosen)
        if wants_data(self.request):
            return self.data(" ".join(sentences), url=self.back)
        for sentence in sentences:
            messages.success(self.request, sentence)
        return redirect(self.back)

    def refused(self, sentences, *, status=422, form=None, added=()) -> HttpResponse:
        """Say what was not taken and why; what was taken stays."""
        if wants_data(self.request):
            wrong = [error for errors in form.errors.values() for error in errors] if form else []
            return self.data(" ".join([*sentences, *wrong]), status)
        for sentence in done_sentences(added, 0):
            messages.success(self.request, sentence)
        problems = [Line(sentence, "#files") for sentence in sentences]
        context = self.get_context_data(problems=problems, **({"form": form} if form else {}))
        return self.render_to_response(context, status=status)


class Unlink(QuestionMixin, View):
    """Take a document away from the question; it stays in the library."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year, question, pk) -> HttpResponse:
        """Take it away, and say how to get it back."""
        mine = Evidence.objects.for_company(request.company)
        evidence = get_object_or_404(mine, pk=pk)
        try:
            unlink(self.assessment, self.question.key, evidence, by=request.user)
        except AssessmentClosed as closed:
            sentence = closed_sentence(closed.status)
            if wants_data(self.request):
                return self.data(sentence, 409)
            messages.error(request, sentence)
            return redirect(self.back)
        text = _("“%(title)s” staat niet meer bij deze vraag. Het blijft in uw bibliotheek.")
        sentence = text % {"title": evidence.title}
        if wants_data(self.request):
            return self.data(sentence)
        messages.success(request, sentence)
        return redirect(self.back)
