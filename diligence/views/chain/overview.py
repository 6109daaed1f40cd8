"""The chain in pictures and figures: what is known, what is an estimate, and where it lies."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from convenant.downloads import file_response
from convenant.limits import EXPORTS
from diligence.framework.catalogues import catalogue
from diligence.services.chain.chains import chain_of
from diligence.services.chain.exports import FORMS, export_chain
from diligence.services.years_before import chain_before
from diligence.views.chain.base import ChainMixin
from diligence.views.chain.drawings import country_chart, metal_rows, metals_chart, tier_chart


class Chain(ChainMixin, TemplateView):
    """One look at the whole chain; to the secretariat the same page, to be read."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/chain/overview.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the chain and draw it. One query for all lines."""
        chain = chain_of(self.assessment)
        rows = metal_rows(chain)
        context = {
            "chain": chain,
            "metal_rows": rows,
            "known": sum(row.known + row.probable for row in rows),
            "earlier": None,
            "shares_of": date.fromisoformat(catalogue("metals").checked_on),
        }
        if chain.rows:
            context |= {
                "metals_chart": metals_chart(rows),
                "tier_chart": tier_chart(chain),
                "country_chart": country_chart(chain),
            }
        elif self.may_change:
            context["earlier"] = chain_before(self.assessment)
        return super().get_context_data(**context | kwargs)


class ExportChain(ChainMixin, View):
    """The lines as a file, with the same heads as one that is read in."""

    grants = {"get": Permission.FILE_VIEW}
    limits = {"get": EXPORTS}

    def get(self, request, form: str, **kwargs) -> HttpResponse:
        """Hand out the file in the language of the page."""
        if form not in FORMS:
            raise Http404
        language = (get_language() or "nl")[:2]
        content = export_chain(self.assessment, form, language, by=request.user)
        words = {"year": self.assessment.cycle.year, "company": request.company.name}
        name = _("%(company)s keten %(year)s") % words
        return file_response(content, f"{settings.PRODUCT_NAME} {name} {language}.{form}")
