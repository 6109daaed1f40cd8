"""Actions of members that are late or stuck."""

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from workgroups.queries.actions import actions_that_need_help

SHOWN = ("all", "stuck", "late")
A_PAGE = 100


class Actions(SectorGrantRequired, TemplateView):
    """Who asks for help, the longest waiting on top, and what should have been done by now."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    template_name = "workgroups/actions.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather them. One query."""
        today = timezone.localdate()
        every = actions_that_need_help(today)
        stuck = [one for one in every if one.stuck_since]
        late = [one for one in every if one.due_on and one.due_on < today]
        asked = self.request.GET.get("show", "")
        chosen = asked if asked in SHOWN else SHOWN[0]
        rows = {"all": every, "stuck": stuck, "late": late}[chosen]
        return super().get_context_data(
            **kwargs,
            today=today,
            chosen=chosen,
            counts={"all": len(every), "stuck": len(stuck), "late": len(late)},
            page=Paginator(rows, A_PAGE).get_page(self.request.GET.get("page")),
            query=f"show={chosen}",
        )
