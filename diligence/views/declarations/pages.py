"""The declarations of a year, and one of them: being read, to decide about, or decided."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Declaration, Supplier
from diligence.services.answers import AssessmentClosed
from diligence.services.chain.suppliers import Register
from diligence.services.declarations import refusals
from diligence.services.declarations.choosing import choice_of
from diligence.services.declarations.intake import AlreadyHere, is_given_up, take_in
from diligence.services.declarations.overview import GONE, Overview, overview_of
from diligence.services.declarations.words import mineral_name
from diligence.smelters.shape import Smelter
from diligence.uploads.refusal import Refused
from diligence.views.chain.base import ChainMixin
from diligence.views.declarations.faces import (
    finding_groups,
    mineral_faces,
    smelter_face,
    state_of,
)
from diligence.views.declarations.forms import DecideForm
from diligence.views.faces.lines import Line
from diligence.views.uploading import Uploads, upload_limits, uuids, wants_data

State = Declaration.State
A_PAGE = 50


class DeclarationsMixin(ChainMixin):
    """The declarations of this company's year; another company's are not there."""

    tab = "declarations"

    @property
    def declarations(self):
        """Return them, newest first."""
        return Declaration.objects.of_file(self.assessment)

    def declaration(self) -> Declaration:
        """Return the one of the address, with what was read of it, or answer 404."""
        mine = self.declarations.select_related("earlier__assessment__cycle", "decided_by", "batch")
        found = get_object_or_404(mine.defer(None), pk=self.kwargs["pk"])
        found.assessment = self.assessment
        return found

    def url_of(self, declaration: Declaration) -> str:
        """Return the page of a declaration."""
        return self.url("declaration", declaration.pk)


class Declarations(DeclarationsMixin, TemplateView):
    """What came in this year, and a form to add one."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/declarations/list.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather one page of the list."""
        page = Paginator(self.declarations, A_PAGE).get_page(self.request.GET.get("page"))
        suppliers = Supplier.objects.for_company(self.request.company).kept()
        suppliers = suppliers.filter(smelter_id="").order_by("name")
        context = {
            "page": page,
            "rows": [(one, state_of(one)) for one in page],
            "suppliers": suppliers if self.may_change else [],
            "wanted_supplier": self.request.POST.get("supplier", ""),
            **upload_limits(),
            "endings": ".xlsx",
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take in a workbook, or say why not."""
        uploads = Uploads(request)
        problems = list(uploads.refusals)
        declaration, refused = None, None
        if uploads.files:
            declaration, refused = self.take(uploads.files[0])
            problems += [refused] if refused else []
        elif not problems:
            problems.append(_("Kies het bestand dat u van uw leverancier kreeg."))
        if declaration is None:
            return self.told(problems, uploads)
        url = self.url_of(declaration)
        return JsonResponse({"url": url}) if wants_data(request) else redirect(url)

    def take(self, file) -> tuple[Declaration | None, str]:
        """Return the declaration, or why there is none."""
        try:
            return take_in(
                self.assessment, file, by=self.request.user, supplier=self.supplier()
            ), ""
        except AlreadyHere as known:
            text = _("Dit bestand had u al toegevoegd in dit jaar. Hier is het.")
            messages.info(self.request, text)
            return known.declaration, ""
        except Refused as refused:
            return None, refusals.sentence_of(refused)
        except AssessmentClosed:
            return None, _("Dit jaar is ingediend, dus er kan niets meer bij.")

    def supplier(self) -> Supplier | None:
        """Return the supplier that was chosen beforehand; nobody when the workbook is to tell."""
        [*asked] = uuids([self.request.POST.get("supplier", "")])
        mine = Supplier.objects.for_company(self.request.company).kept()
        return mine.filter(pk__in=asked).first() if asked else None

    def told(self, problems: Sequence[str], uploads: Uploads) -> HttpResponse:
        """Say what to do about the file."""
        if wants_data(self.request):
            return JsonResponse({"message": " ".join(problems)}, status=uploads.status([]))
        lines = [Line(text, "#files") for text in problems]
        context = self.get_context_data(problems=lines)
        return self.render_to_response(context, status=uploads.status([]))


class DeclarationPage(DeclarationsMixin, TemplateView):
    """One declaration: how far the reading is, what it says, and what to decide."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/declarations/declaration.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the declaration; what was read only once there is something."""
        declaration = self.declaration()
        context = {
            "declaration": declaration,
            "state": state_of(declaration),
            "is_given_up": is_given_up(declaration),
            "file_url": self.file_url(declaration),
        }
        if declaration.refusal:
            context["refusal"] = refusals.in_words(**declaration.refusal)
        if declaration.content is not None:
            overview = overview_of(declaration)
            context |= self.what_it_says(declaration, overview)
            if declaration.state == State.PREVIEW and self.may_change:
                context["form"] = kwargs.get("form") or self.form(declaration, overview)
        return super().get_context_data(**context | kwargs)

    def file_url(self, declaration: Declaration) -> str:
        """Return where the workbook itself is handed out."""
        if not declaration.file.is_clean:
            return ""
        return reverse(
            "diligence:evidence-file", args=[self.request.company.slug, declaration.file_id]
        )

    def form(self, declaration: Declaration, overview: Overview, data=None) -> DecideForm:
        """Return the form to decide with."""
        register = Register.of(self.request.company)
        return DecideForm(
            data,
            choice=choice_of(declaration, register),
            suppliers=register.suppliers.values(),
            takeable=overview.takeable,
        )

    def what_it_says(self, declaration: Declaration, overview: Overview) -> dict:
        """Return what was read, in words."""
        shown, query = self.filtered(overview)
        page = Paginator(shown, A_PAGE).get_page(self.request.GET.get("page"))
        return {
            "overview": overview,
            "read": overview.read,
            "minerals": mineral_faces(overview),
            "groups": finding_groups(overview.read.findings),
            "page": page,
            "query": query,
            "smelters": [smelter_face(one, overview, news) for one, news in page],
            "filters": self.filters(overview),
            "wanted": self.wanted(),
        }

    def wanted(self) -> dict[str, str]:
        """Return which smelters the address asks for."""
        asked = self.request.GET
        return {"mineral": asked.get("mineral", "")[:20], "show": asked.get("show", "")[:10]}

    def filters(self, overview: Overview) -> dict[str, list[tuple[str, str]]]:
        """Return what the list can be filtered by."""
        keys = dict.fromkeys(one.mineral for one in overview.read.smelters if one.mineral)
        shows = [("new", _("Nieuw")), ("changed", _("Gewijzigd")), ("gone", _("Niet meer genoemd"))]
        return {
            "minerals": [(key, mineral_name(key)) for key in keys],
            "shows": shows if overview.earlier is not None else [],
        }

    def filtered(self, overview: Overview) -> tuple[list[tuple[Smelter, str]], str]:
        """Return the smelters that are asked for, each with whether it is news; and the query."""
        wanted = self.wanted()
        rows = [(one, overview.news_of(one)) for one in overview.read.smelters]
        if wanted["show"] == GONE:
            rows = [(one, GONE) for one in overview.difference.gone]
        elif wanted["show"]:
            rows = [(one, news) for one, news in rows if news == wanted["show"]]
        if wanted["mineral"]:
            rows = [(one, news) for one, news in rows if one.mineral == wanted["mineral"]]
        query = urlencode({name: value for name, value in wanted.items() if value} | {"": ""})
        return rows, query[:-1]


class DeclarationProgress(DeclarationPage):
    """The part of that page that changes while it is read; poll.js asks for it."""

    template_name = "diligence/declarations/_progress.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather how far it is, and no more."""
        declaration = self.declaration()
        context = {
            "declaration": declaration,
            "is_given_up": is_given_up(declaration),
        }
        return DeclarationsMixin.get_context_data(self, **context | kwargs)
