"""The library of proof: every document of a company, one document, and its files."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.mixins import GrantRequired
from companies.permissions import Permission
from convenant.downloads import stream_response
from convenant.files import StoreDown
from diligence.models import Evidence, EvidenceUse, EvidenceVersion
from diligence.services import evidence as services
from diligence.services.evidence import Added
from diligence.services.evidence_files import Altered, NotToHandOut, hand_out
from diligence.services.library import STATES, Wanted, documents
from diligence.views.evidence_forms import DetailsForm
from diligence.views.faces.lines import Line
from diligence.views.faces.proof import ProofFace, kind_choices, scan_status
from diligence.views.uploading import Uploads, done_sentences, upload_limits, uuids, wants_data

A_PAGE = 50


class LibraryMixin(GrantRequired):
    """The documents of this company; another company's are not there."""

    @property
    def documents(self) -> QuerySet[Evidence]:
        """Return them with their newest file."""
        return Evidence.objects.for_company(self.request.company).with_file()

    @property
    def may_change(self) -> bool:
        """Tell whether this person may add and change."""
        return self.request.access.may(Permission.ANSWERS_CHANGE)

    def document(self) -> Evidence:
        """Return the document of the address, or answer 404."""
        found = get_object_or_404(self.documents, pk=self.kwargs["pk"])
        found.company = self.request.company
        return found

    def get_context_data(self, **kwargs) -> dict:
        """Add what every page of the library shows."""
        own = {
            "company": self.request.company,
            "access": self.request.access,
            "may_change": self.may_change,
            **upload_limits(),
        }
        return super().get_context_data(**kwargs | own)

    @property
    def library_url(self) -> str:
        """Return the address of the list."""
        return reverse("diligence:library", args=[self.request.company.slug])

    def url_of(self, evidence: Evidence) -> str:
        """Return the page of a document."""
        return reverse("diligence:evidence", args=[self.request.company.slug, evidence.pk])


class Library(LibraryMixin, TemplateView):
    """All documents: what expired first; and a form to add some."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/library.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather one page of the list, as the address filters it."""
        wanted = self.wanted()
        found = documents(self.request.company, wanted, timezone.localdate())
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        chosen = {"q": wanted.words, "kind": wanted.kind, "state": wanted.state}
        context = {
            "wanted": wanted,
            "page": page,
            "query": urlencode({name: one for name, one in chosen.items() if one} | {"": ""})[:-1],
            "rows": [(ProofFace(one, one.file, self.request.company.slug), one) for one in page],
            "kinds": kind_choices(),
            "states": states_in_words(),
            "removed": self.removed(),
            "form": DetailsForm(),
        }
        return super().get_context_data(**context | kwargs)

    def wanted(self) -> Wanted:
        """Return what the address asks for; what is no choice is left out."""
        asked = self.request.GET
        state = asked.get("state", "")
        return Wanted(
            words=asked.get("q", "").strip()[:100],
            kind=asked.get("kind", "")[:10],
            state=state if state in STATES else "",
        )

    def removed(self) -> Evidence | None:
        """Return the document that was just removed, to offer it back."""
        [*asked] = uuids(self.request.GET.getlist("removed"))[:1]
        mine = Evidence.objects.for_company(self.request.company).exclude(removed_at=None)
        return mine.filter(pk__in=asked).first() if asked else None

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Add files; what was refused is told by name, the rest stays."""
        form = DetailsForm(request.POST)
        uploads = Uploads(request)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        details = form.details(is_alone=len(uploads.files) == 1)
        added = uploads.add(
            lambda file: services.add_evidence(
                request.company, file, by=request.user, details=details
            )
        )
        if not added and not uploads.refusals:
            uploads.refusals.append(_("Kies een bestand."))
        if wants_data(request) and uploads.refusals:
            return told(added, uploads)
        for sentence in done_sentences(added):
            messages.success(request, sentence)
        if wants_data(request):
            return JsonResponse({"url": self.library_url})
        if uploads.refusals:
            problems = [Line(sentence, "#files") for sentence in uploads.refusals]
            context = self.get_context_data(form=form, problems=problems)
            return self.render_to_response(context, status=uploads.status(added))
        return redirect(self.library_url)


class Document(LibraryMixin, TemplateView):
    """One document: what it is, its versions, and the answers it stands at."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/evidence.html"

    def get_context_data(self, *, evidence: Evidence | None = None, **kwargs) -> dict:
        """Gather the document. Three queries."""
        evidence = evidence or self.document()
        versions = evidence.versions.select_related("uploaded_by").order_by("-number")
        uses = EvidenceUse.objects.for_company(self.request.company).filter(evidence=evidence)
        uses = uses.select_related("assessment__cycle__version", "assessment__version", "added_by")
        uses = uses.defer(
            "assessment__cycle__version__document",
            "assessment__version__document",
            "assessment__figures",
        )
        uses = uses.order_by("-assessment__cycle__year", "question")
        context = {
            "evidence": evidence,
            "face": ProofFace(evidence, evidence.file, self.request.company.slug),
            "versions": [(version, scan_status({"state": version.state})) for version in versions],
            "uses": [
                self.use(one) for one in uses.order_by("-assessment__cycle__year", "question")
            ],
            "form": DetailsForm.of(evidence),
        }
        return super().get_context_data(**context | kwargs)

    def use(self, one: EvidenceUse) -> tuple:
        """Return one answer the document stands at: the year, the question, and the way there."""
        one.assessment.company = self.request.company
        question = one.assessment.question(one.question)
        return one.assessment, question

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Say anew what the document is."""
        evidence = self.document()
        form = DetailsForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(evidence=evidence, form=form)
            return self.render_to_response(context, status=422)
        services.change(evidence, form.details(), by=request.user)
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of(evidence))


class NewVersion(Document):
    """A newer file of the same document."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take the file; the older ones stay."""
        evidence = self.document()
        uploads = Uploads(request)
        added = uploads.add(lambda file: services.add_version(evidence, file, by=request.user))
        if not added and not uploads.refusals:
            uploads.refusals.append(_("Kies een bestand."))
        if uploads.refusals and wants_data(request):
            return told(added, uploads)
        if uploads.refusals:
            problems = [Line(sentence, "#files") for sentence in uploads.refusals]
            context = self.get_context_data(evidence=evidence, problems=problems)
            return self.render_to_response(context, status=uploads.status(added))
        if added[0].is_new:
            text = _("Versie %(number)s is bewaard. De vorige versies blijven te vinden.")
            messages.success(request, text % {"number": added[-1].version.number})
        else:
            messages.info(request, _("Dit is hetzelfde bestand als de nieuwste versie."))
        if wants_data(request):
            return JsonResponse({"url": self.url_of(evidence)})
        return redirect(self.url_of(evidence))


class Remove(LibraryMixin, View):
    """Take a document out of the library, with a way back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, pk) -> HttpResponse:
        """Remove it and offer to undo that; what was handed in stays."""
        evidence = self.document()
        try:
            services.remove(evidence, by=request.user)
        except services.InClosedFile as closed:
            text = _(
                "Dit bewijs hoort bij uw ingediende dossier van %(years)s en blijft dus bewaard."
            )
            messages.error(request, text % {"years": ", ".join(map(str, closed.years))})
            return redirect(self.url_of(evidence))
        return redirect(f"{self.library_url}?removed={evidence.pk}")


class Restore(LibraryMixin, View):
    """Put a removed document back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, pk) -> HttpResponse:
        """Put it back where it was."""
        evidence = self.document()
        services.restore(evidence, by=request.user)
        messages.success(request, _("“%(title)s” staat er weer.") % {"title": evidence.title})
        return redirect(self.url_of(evidence))


class File(LibraryMixin, TemplateView):
    """A file itself, through the door and never from a public folder."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/evidence_gone.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Hand it out as a file to keep, or say why not."""
        versions = EvidenceVersion.objects.for_company(request.company).select_related("evidence")
        version = get_object_or_404(versions, pk=kwargs["pk"])
        version.evidence.company = request.company
        try:
            content = hand_out(version, by=request.user)
        except NotToHandOut as why:
            return self.sorry(version, 409, scan_status({"state": why.state}))
        except Altered:
            return self.sorry(version, 410)
        except StoreDown:
            return self.sorry(version, 503)
        file = stream_response(content, version.name, version.content_type)
        return cast("HttpResponse", file)

    def sorry(self, version: EvidenceVersion, status: int, why=None) -> HttpResponse:
        """Say why the file does not come, and what to do."""
        context = self.get_context_data(version=version, why=why, status=status)
        return self.render_to_response(context, status=status)


def told(added: Sequence[Added], uploads: Uploads) -> JsonResponse:
    """Tell script what was taken and what was not."""
    sentences = [*done_sentences(added), *uploads.refusals]
    return JsonResponse({"message": " ".join(sentences)}, status=uploads.status(list(added)))


def states_in_words() -> list[tuple[str, str]]:
    """Return what people can filter on."""
    return [
        ("expired", _("Verlopen")),
        ("soon", _("Verloopt binnen 60 dagen")),
        ("unused", _("Staat bij geen vraag")),
        ("stopped", _("Tegengehouden")),
        ("removed", _("Verwijderd")),
    ]
