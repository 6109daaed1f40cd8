"""The members behind one figure. Those that are shown can read in their log that they were."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from diligence.models import Cycle
from diligence.summary.measures import Measure
from workgroups.services.insight.behind import (
    FOLLOWED,
    IN_THE_LIST,
    members_behind,
    tell_members,
)
from workgroups.services.insight.looking import Look, look_at
from workgroups.services.insight.names import key_in_words
from workgroups.services.insight.shape import Key
from workgroups.views.insight.asked import asked_in, chips_of, filters_of

ON_A_PAGE = 50
MEMBERS = ("basis", "size", "position")


class Behind(SectorGrantRequired, TemplateView):
    """Who has this fact, and how much of it."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    template_name = "workgroups/insight/behind.html"

    def get_context_data(self, **kwargs) -> dict:
        """Find them, and let them be told."""
        key, year = self.key(), self.kwargs["year"]
        try:
            look = look_at(year, partial(asked_in, self.request.GET), {key[0]})
        except Cycle.DoesNotExist as error:
            raise Http404 from error
        found = members_behind(year, look.asked, key)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        tell_members(year, key, page.object_list, by=self.request.user)
        filters = filters_of(look, MEMBERS)
        asked = [*look.asked.pairs(), *zip(("measure", "a", "b"), key, strict=True)]
        return super().get_context_data(
            **kwargs,
            look=look,
            page=page,
            about=self.words(key, look),
            value=value_words(key[0]),
            is_told=key[0] not in IN_THE_LIST,
            chips=[one.words for one in chips_of(look.asked, filters)],
            query=f"{urlencode(asked)}&",
            now=timezone.localtime(),
        )

    def key(self) -> Key:
        """Return the figure that the address names. Raises Http404 for one nobody can follow."""
        wanted = self.request.GET
        if wanted.get("measure") not in FOLLOWED:
            raise Http404
        return Measure(wanted["measure"]), wanted.get("a", "")[:60], wanted.get("b", "")[:60]

    def words(self, key: Key, look: Look) -> str:
        """Return what the figure is about."""
        bands = {band.key: band.name.get(get_language()) for band in look.edition.bands}
        return key_in_words(*key, bands)


def value_words(measure: Measure) -> str:
    """Return what a member's value is; empty when it says nothing."""
    if measure in (Measure.THEME, Measure.THEME_GROUP) or measure.endswith("_theme"):
        return _("Klachten") if measure == Measure.COMPLAINT_THEME else _("Ernst")
    words = {
        Measure.METAL: _("Regels in de keten"),
        Measure.METAL_GROUP: _("Regels in de keten"),
        Measure.COUNTRY: _("Regels in de keten"),
        Measure.REGION: _("Regels in de keten"),
        Measure.CHAIN_LINES: _("Regels in de keten"),
        Measure.CHAIN_KNOWN: _("Regels in de keten"),
        Measure.ACTION_STATUS: _("Acties"),
        Measure.ACTION_EFFECT: _("Acties"),
    }
    return words.get(measure, _("Aantal") if measure.startswith("complaint") else "")
