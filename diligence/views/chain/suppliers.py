"""The suppliers of a company: who they are, by which numbers, and what was decided about names."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.chain.names import fold
from diligence.chain.vocabulary import UnknownWord
from diligence.framework.catalogues import catalogue
from diligence.models import Supplier, SupplierMatch, SupplierMerge
from diligence.services.chain import suppliers as services
from diligence.services.chain.merging import holding_of
from diligence.services.chain.suppliers import InvalidSupplier, PerhapsKnown, SupplierDetails
from diligence.services.chain.vocabulary import vocabulary
from diligence.services.review.threads import About
from diligence.views.chain.base import ChainMixin
from diligence.views.chain.words import candidate_words, country_name, lines_in_words, sentence
from diligence.views.review.faces import talks_about
from diligence.views.uploading import uuids

A_PAGE = 100


class SupplierForm(forms.Form):
    """Who a supplier is. The services check the numbers; this form only shows what they say."""

    name = forms.CharField(label=gettext_lazy("Naam"), max_length=150)
    country = forms.CharField(label=gettext_lazy("Land"), max_length=80, required=False)
    lei = forms.CharField(
        label=gettext_lazy("LEI"),
        help_text=gettext_lazy("20 letters en cijfers, bijvoorbeeld op een bankdocument."),
        max_length=40,
        required=False,
    )
    kvk = forms.CharField(label=gettext_lazy("KvK-nummer"), max_length=40, required=False)
    smelter_id = forms.CharField(
        label=gettext_lazy("Smelter-ID"),
        help_text=gettext_lazy("CID met 6 cijfers, zoals in een CMRT."),
        max_length=40,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        """Propose countries while somebody types; names say they must be there."""
        kwargs.setdefault("auto_id", "supplier-%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.fields["country"].widget.attrs["list"] = "countries"
        self.fields["name"].error_messages["required"] = sentence("name", "missing")

    @classmethod
    def of(cls, supplier: Supplier) -> "SupplierForm":
        """Return the form with what stands."""
        country = country_name(supplier.country) if supplier.country else ""
        initial = {"name": supplier.name, "country": country, **supplier.identifiers}
        return cls(initial=initial)

    def clean_country(self) -> str:
        """Return the code of the country that was typed."""
        typed = self.cleaned_data["country"]
        try:
            return vocabulary().key_of("country", typed)
        except UnknownWord as unknown:
            text = sentence("country", "unknown", typed, unknown.near)
            raise forms.ValidationError(text) from None

    def details(self) -> SupplierDetails:
        """Return what was typed."""
        return SupplierDetails(**self.cleaned_data)

    def show(self, refused: InvalidSupplier) -> None:
        """Put what the service found at the fields."""
        for name, problem in refused.problems.items():
            self.add_error(name, sentence(name, problem))


class SuppliersMixin(ChainMixin):
    """The suppliers of this company; another company's are not there."""

    tab = "chain-suppliers"

    @property
    def suppliers(self):
        """Return those that were not removed."""
        return Supplier.objects.for_company(self.request.company).kept()

    @property
    def may_change(self) -> bool:
        """Tell whether this person may change suppliers: they stand apart from the year."""
        return self.request.access.may(Permission.ANSWERS_CHANGE)

    def any_supplier(self) -> Supplier:
        """Return the supplier of the address, removed or not, or answer 404."""
        mine = Supplier.objects.for_company(self.request.company)
        found = get_object_or_404(mine, pk=self.kwargs["pk"])
        found.company = self.request.company
        return found

    def get_context_data(self, **kwargs) -> dict:
        """Add the countries to propose."""
        own = {"country_names": [country_name(one.key) for one in catalogue("countries")]}
        return super().get_context_data(**own | kwargs)

    def decided(self, form: SupplierForm, asked: PerhapsKnown, skip: str = "") -> bool:
        """Keep what the person chose about a name; tell whether anything was chosen."""
        ids = [one.known.id for one in asked.candidates]
        chosen = self.request.POST.get("same_as", "")
        is_about_it = fold(self.request.POST.get("asked_about", "")) == fold(asked.name)
        if not is_about_it or chosen not in ("new", *ids):
            return False
        same_as = None if chosen == "new" else chosen
        services.decide(
            self.request.company, asked.name, ids, same_as=same_as, by=self.request.user
        )
        return True

    def ask(self, form: SupplierForm, asked: PerhapsKnown) -> dict:
        """Return what the page needs to ask who is meant."""
        form.add_error("name", _("Kies hieronder of u een van deze bedrijven bedoelt."))
        return {
            "candidates": [(one.known, candidate_words(one)) for one in asked.candidates],
            "new": "new",
        }


class Suppliers(SuppliersMixin, TemplateView):
    """The list, and a form to add one."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/suppliers.html"

    def get_context_data(self, *, form: SupplierForm | None = None, **kwargs) -> dict:
        """Gather one page of the list."""
        words = self.request.GET.get("q", "").strip()[:100]
        found = self.suppliers.with_use(self.assessment)
        if words:
            found = found.filter(folded__contains=fold(words))
        page = Paginator(found.order_by("name", "pk"), A_PAGE).get_page(
            self.request.GET.get("page")
        )
        rows = [(one, country_name(one.country), lines_in_words(one.used)) for one in page]
        context = {
            "page": page,
            "rows": rows,
            "words": words,
            "query": f"{urlencode({'q': words})}&" if words else "",
            "removed": self.removed(),
            "form": form or SupplierForm(),
        }
        return super().get_context_data(**context | kwargs)

    def removed(self) -> Supplier | None:
        """Return the supplier that was just removed, to offer it back."""
        asked = uuids(self.request.GET.getlist("removed")[:1])
        mine = Supplier.objects.for_company(self.request.company).exclude(removed_at=None)
        mine = mine.filter(merged_into=None)
        return mine.filter(pk__in=asked).first() if asked else None

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Add a supplier, unless it may be there already: then ask first."""
        form = SupplierForm(request.POST)
        more: dict = {}
        if form.is_valid():
            try:
                try:
                    supplier = self.add(form)
                except PerhapsKnown as asked:
                    if not self.decided(form, asked):
                        raise
                    supplier = self.add(form)
            except InvalidSupplier as refused:
                form.show(refused)
            except PerhapsKnown as asked:
                more = self.ask(form, asked)
            else:
                messages.success(request, _("Op de lijst: %(name)s.") % {"name": supplier.name})
                return redirect(self.url("chain-supplier", supplier.pk))
        return self.render_to_response(self.get_context_data(form=form, **more), status=422)

    def add(self, form: SupplierForm) -> Supplier:
        """Add what was typed."""
        return services.add_supplier(self.request.company, form.details(), by=self.request.user)


class OneSupplier(SuppliersMixin, TemplateView):
    """One supplier: its numbers, and the names that lead to it or not."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/supplier.html"

    def get_context_data(self, *, form: SupplierForm | None = None, **kwargs) -> dict:
        """Gather the supplier. Four queries; two more for one that is part of another."""
        supplier = self.any_supplier()
        merges = SupplierMerge.objects.for_company(self.request.company).filter(undone_at=None)
        matches = SupplierMatch.objects.for_company(self.request.company)
        context = {
            "supplier": supplier,
            "country": country_name(supplier.country),
            "form": form or SupplierForm.of(supplier),
            "matches": matches.filter(supplier=supplier).select_related("decided_by"),
            "lines": supplier.lines.kept().filter(assessment=self.assessment).count(),
            "merges": merges.filter(kept=supplier).select_related("gone", "merged_by"),
            "whole": supplier.merged_into,
            "about": talks_about(self.assessment, About(supplier=supplier), self.request.access),
            "strays": holding_of(supplier).lines if supplier.merged_into else 0,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Say anew who it is."""
        supplier = self.any_supplier()
        form = SupplierForm(request.POST)
        more: dict = {}
        if form.is_valid():
            try:
                try:
                    services.change_supplier(supplier, form.details(), by=request.user)
                except PerhapsKnown as asked:
                    if request.POST.get("same_as") != "new" or not self.decided(form, asked):
                        raise
                    services.change_supplier(supplier, form.details(), by=request.user)
            except InvalidSupplier as refused:
                form.show(refused)
            except PerhapsKnown as asked:
                more = self.ask(form, asked)
            else:
                messages.success(request, _("Opgeslagen."))
                return redirect(self.url("chain-suppliers"))
        return self.render_to_response(self.get_context_data(form=form, **more), status=422)


class RemoveSupplier(SuppliersMixin, View):
    """Take a supplier off the list, with a way back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Remove it, unless lines name it."""
        supplier = self.any_supplier()
        try:
            services.remove_supplier(supplier, by=request.user)
        except services.InUse:
            text = _(
                "Regels noemen deze leverancier, van dit jaar of eerder. Hij blijft dus staan."
            )
            messages.error(request, text)
            return redirect(self.url("chain-supplier", supplier.pk))
        return redirect(f"{self.url('chain-suppliers')}?removed={supplier.pk}")


class RestoreSupplier(SuppliersMixin, View):
    """Put a removed supplier back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Put it back on the list."""
        supplier = self.any_supplier()
        try:
            services.restore_supplier(supplier, by=request.user)
        except services.Merged:
            text = _("Deze leverancier is samengevoegd met een ander. Maak hem daar los.")
            messages.error(request, text)
            return redirect(self.url("chain-supplier", supplier.merged_into_id))
        messages.success(request, _("“%(name)s” staat er weer.") % {"name": supplier.name})
        return redirect(self.url("chain-suppliers"))


class ForgetMatch(SuppliersMixin, View):
    """Take a decision about a name back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Forget it; the question comes again."""
        mine = SupplierMatch.objects.for_company(request.company).select_related("supplier")
        match = get_object_or_404(mine, pk=self.kwargs["pk"])
        supplier = match.supplier
        supplier.company = request.company
        services.forget_decision(match, by=request.user)
        messages.success(request, _("De volgende keer vragen wij het weer."))
        return redirect(self.url("chain-supplier", supplier.pk))
