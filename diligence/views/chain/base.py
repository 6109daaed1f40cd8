"""What every page of the chain has in common: the year, its tabs, and whether it may change."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from companies.permissions import Permission
from diligence.views.base import AssessmentMixin


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the chain, as the tabs above it name it."""

    label: str
    url: str
    is_here: bool


class ChainMixin(AssessmentMixin):
    """A page of the chain of this year; `tab` is the address its tab leads to."""

    tab = "chain"

    @property
    def may_change(self) -> bool:
        """Tell whether this person may change this year's chain now."""
        return self.request.access.may(Permission.ANSWERS_CHANGE) and self.assessment.is_open

    def url(self, name: str, *args) -> str:
        """Return the address of a page of this company and year."""
        where = [self.request.company.slug, self.assessment.cycle.year, *args]
        return reverse(f"diligence:{name}", args=where)

    def tabs(self) -> list[Tab]:
        """Return the pages; taking rows over is for who may."""
        pages = [("chain", _("In beeld")), ("chain-lines", _("Regels"))]
        pages.append(("chain-suppliers", _("Leveranciers")))
        pages.append(("declarations", _("Verklaringen")))
        if self.request.access.may(Permission.ANSWERS_CHANGE):
            pages.append(("chain-import", _("Plakken of inlezen")))
        return [Tab(label, self.url(name), name == self.tab) for name, label in pages]

    def get_context_data(self, **kwargs) -> dict:
        """Add the tabs, and whether there is anything to press."""
        own = {
            "tabs": self.tabs(),
            "may_change": self.may_change,
            "is_closed": not self.assessment.is_open,
        }
        return super().get_context_data(**own | kwargs)
