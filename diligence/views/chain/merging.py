"""Two suppliers that are one: proposed or chosen, looked at side by side, merged, parted again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.chain.names import fold
from diligence.models import Supplier, SupplierMerge
from diligence.services.chain import merging
from diligence.services.chain import suppliers as services
from diligence.services.chain.merging import Holding, NotOnTheList, NotToBeParted, TwoOpenExits
from diligence.services.chain.suppliers import spelt
from diligence.views.chain.suppliers import SuppliersMixin
from diligence.views.chain.words import CANDIDATE_WORDS, COLUMN_WORDS, country_name, lines_in_words
from diligence.views.faces.lines import Line
from diligence.views.uploading import uuids

A_PAGE = 25


class Twins(SuppliersMixin, TemplateView):
    """The suppliers that may be one, to merge or to tell apart."""

    grants = {"get": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/twins.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather one page of the pairs."""
        pairs = merging.likely_pairs(self.request.company)
        page = Paginator(pairs, A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "pair": one,
                "why": str(CANDIDATE_WORDS[one.why]),
                "countries": [country_name(one.first.country), country_name(one.second.country)],
            }
            for one in page
        ]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class Apart(SuppliersMixin, View):
    """Say that two suppliers are two; the proposal does not come again."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Keep the decision."""
        supplier = self.any_supplier()
        [*asked] = uuids([request.POST.get("other", "")])
        other = get_object_or_404(self.suppliers, pk__in=asked)
        services.decide(request.company, supplier.name, [other.pk], same_as=None, by=request.user)
        messages.success(request, _("Onthouden: dit zijn twee bedrijven."))
        return redirect(self.url("chain-twins"))


class Merge(SuppliersMixin, TemplateView):
    """Two suppliers side by side: which stays, what goes along, and then it is done."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/merge.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show both, or ask for the second."""
        other, problem = self.other(request.GET)
        status = 422 if problem else 200
        problems = [Line(problem, "#name")] if problem else []
        context = self.get_context_data(other=other, problems=problems)
        return self.render_to_response(context, status=status)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Merge them into the one that was chosen."""
        supplier, (other, problem) = self.any_supplier(), self.other(request.POST)
        chosen = request.POST.get("keep", "")
        if other is None:
            problems = [Line(problem or _("Kies eerst de andere leverancier."), "#name")]
        elif chosen not in (str(supplier.pk), str(other.pk)):
            problems = [Line(_("Kies welke leverancier op de lijst blijft."), "#keep")]
        else:
            kept, gone = (supplier, other) if chosen == str(supplier.pk) else (other, supplier)
            problems = self.merged(gone, kept)
            if not problems:
                return redirect(self.url("chain-supplier", kept.pk))
        context = self.get_context_data(other=other, problems=problems)
        return self.render_to_response(context, status=422)

    def merged(self, gone: Supplier, kept: Supplier) -> list[Line]:
        """Merge them; return what stands in the way."""
        try:
            merging.merge(gone, kept, by=self.request.user)
        except NotOnTheList:
            text = _("Eén van de twee staat niet meer op de lijst. Kijk op de lijst hoe het nu is.")
            return [Line(text, "#name")]
        except TwoOpenExits:
            text = _(
                "Bij allebei weegt u af of u stopt. Rond eerst één van die twee dossiers af; "
                "daarna kunt u samenvoegen."
            )
            return [Line(text, "#keep")]
        text = _("“%(gone)s” is samengevoegd met “%(kept)s”.")
        messages.success(self.request, text % {"gone": gone.name, "kept": kept.name})
        return []

    def other(self, said) -> tuple[Supplier | None, str]:
        """Return the second supplier, by its id or its name, or what is wrong."""
        own = self.kwargs["pk"]
        [*asked] = uuids([said.get("with", "")])
        mine = Supplier.objects.for_company(self.request.company).exclude(pk=own)
        found = mine.filter(pk__in=asked).first() if asked else None
        name = said.get("name", "").strip()
        if found is None and name:
            alike = list(self.suppliers.exclude(pk=own).filter(folded=fold(name)[:150]))
            exact = [one for one in alike if spelt(one.name) == spelt(name)] or alike
            found = exact[0] if exact else None
            if found is None:
                return None, _(
                    "Deze leverancier staat niet op de lijst. Kies een naam uit de lijst."
                )
        if found is not None:
            found.company = self.request.company
        return found, ""

    def get_context_data(self, *, other: Supplier | None = None, **kwargs) -> dict:
        """Gather both, and the names to choose from while there is no second."""
        supplier = self.any_supplier()
        both = [supplier, *([other] if other else [])]
        sides = [self.side(one) for one in both]
        context = {
            "supplier": supplier,
            "other": other,
            "sides": sides,
            "keep": self.request.POST.get("keep") or self.best(sides),
            "differs": differing(*both) if other else [],
            "names": [] if other else self.names(supplier),
            "typed": self.request.GET.get("name", ""),
        }
        return super().get_context_data(**context | kwargs)

    def names(self, supplier: Supplier) -> list[str]:
        """Return the names to choose from."""
        others = self.suppliers.exclude(pk=supplier.pk).order_by("name")
        return list(others.values_list("name", flat=True))

    def side(self, supplier: Supplier) -> dict:
        """Return one of the two as the page tells it."""
        holding = merging.holding_of(supplier)
        numbers = [(COLUMN_WORDS[kind], one) for kind, one in supplier.identifiers.items() if one]
        return {
            "supplier": supplier,
            "value": str(supplier.pk),
            "country": country_name(supplier.country),
            "numbers": numbers,
            "holds": holding_words(holding),
            "holding": holding,
        }

    def best(self, sides: list[dict]) -> str:
        """Return which of the two to propose to keep: the one of which most is known."""

        def weight(side: dict) -> tuple[int, int]:
            return len(side["numbers"]), side["holding"].lines + side["holding"].fixed

        return max(sides, key=weight)["value"]


class Part(SuppliersMixin, View):
    """Undo a merge."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Put the supplier that went back on the list, with what it had."""
        mine = SupplierMerge.objects.for_company(request.company).select_related("gone", "kept")
        merged = get_object_or_404(mine, pk=self.kwargs["pk"])
        merged.gone.company = merged.kept.company = request.company
        try:
            gone = merging.part(merged, by=request.user)
        except NotToBeParted:
            text = _(
                "Dit kan niet meer: het is al losgemaakt, of de leverancier is zelf samengevoegd "
                "met een ander. Maak dan eerst dat los."
            )
            messages.error(request, text)
            return redirect(self.url("chain-supplier", merged.kept_id))
        messages.success(
            request, _("“%(name)s” staat weer apart op de lijst.") % {"name": gone.name}
        )
        return redirect(self.url("chain-supplier", gone.pk))


def differing(one: Supplier, other: Supplier) -> list[str]:
    """Return by which numbers two suppliers cannot well be one."""
    pairs = zip(one.identifiers.items(), other.identifiers.values(), strict=True)
    return [str(COLUMN_WORDS[kind]) for (kind, mine), its in pairs if mine and its and mine != its]


def holding_words(holding: Holding) -> list[str]:
    """Return what hangs on a supplier, in words; lines also when there are none."""
    told = [
        (holding.declarations, ngettext_lazy("%(n)s verklaring", "%(n)s verklaringen", "n")),
        (holding.actions, ngettext_lazy("%(n)s actie", "%(n)s acties", "n")),
        (
            holding.tries,
            ngettext_lazy("%(n)s poging", "%(n)s pogingen", "n"),
        ),
        (
            holding.exits,
            ngettext_lazy("%(n)s dossier over stoppen", "%(n)s dossiers over stoppen", "n"),
        ),
    ]
    return [lines_in_words(holding.lines), *(text % {"n": n} for n, text in told if n)]
