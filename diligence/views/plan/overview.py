"""The plan as a list, a board or a calendar."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Action, Assessment
from diligence.views.faces.actions import ActionFace
from diligence.views.plan.mixins import PlanMixin

SHAPES = ("list", "board", "calendar")
CHOICES = ("open", "late", "stuck", "mine", "ended", "all")


class Plan(PlanMixin, TemplateView):
    """All actions, filtered as the address says."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/plan/plan.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the actions. Four queries."""
        shape = self.asked("view", SHAPES)
        chosen = self.asked("show", CHOICES)
        every = list(self.every())
        file = self.newest_file()
        year = file.cycle.year if file else self.today.year
        faces = [ActionFace(one, self.today, year) for one in every if self.is_wanted(one, chosen)]
        context = {
            "shape": shape,
            "shapes": [("list", _("Lijst")), ("board", _("Bord")), ("calendar", _("Kalender"))],
            "chosen": chosen,
            "choices": self.choices(every),
            "faces": faces,
            "columns": columns(faces) if shape == "board" else (),
            "months": months(faces) if shape == "calendar" else (),
            "is_empty": not every,
            "file": file,
            "to_renew": [one for one in every if one.has_day_gone_by(self.today, year)],
        }
        return super().get_context_data(**context | kwargs)

    def asked(self, name: str, allowed: Sequence[str]) -> str:
        """Return what the address asks for; the first when it says nothing that is known."""
        value = self.request.GET.get(name, "")
        return value if value in allowed else allowed[0]

    def every(self) -> QuerySet[Action]:
        """Return all actions of the company, what is due first on top."""
        mine = Action.objects.for_company(self.request.company).select_related("owner")
        return mine.in_order()

    def is_wanted(self, action: Action, chosen: str) -> bool:
        """Tell whether an action belongs in what was chosen."""
        match chosen:
            case "late":
                return action.is_late(self.today)
            case "stuck":
                return action.help_asked_at is not None
            case "mine":
                return action.is_open and action.owner_id == self.request.user.pk
            case "ended":
                return not action.is_open
            case "all":
                return True
        return action.is_open

    def choices(self, every: Sequence[Action]) -> list[tuple[str, str, int]]:
        """Return what can be chosen, in words, with how many there are."""
        words = {
            "open": _("Open"),
            "late": _("Te laat"),
            "stuck": _("Loopt vast"),
            "mine": _("Van mij"),
            "ended": _("Gedaan of gestopt"),
            "all": _("Alle"),
        }
        return [
            (name, words[name], sum(self.is_wanted(one, name) for one in every)) for name in CHOICES
        ]

    def newest_file(self) -> Assessment | None:
        """Return the newest year, where the measures are offered."""
        files = Assessment.objects.for_company(self.request.company).select_related("cycle")
        return files.defer("figures").order_by("-cycle__year").first()


def columns(faces: Iterable[ActionFace]) -> list[tuple[str, list[ActionFace]]]:
    """Return the board: a column for each stand, also an empty one."""
    held: dict[str, list[ActionFace]] = {status: [] for status in Action.Status.values}
    for face in faces:
        held[face.action.status].append(face)
    labels = dict(Action.Status.choices)
    return [(labels[status], held[status]) for status in held]


def months(faces: Iterable[ActionFace]) -> list[tuple[datetime.date | None, list[ActionFace]]]:
    """Return the calendar: the actions by the month they are due in; without a day last."""

    def month_of(face: ActionFace) -> datetime.date | None:
        return face.action.due_on.replace(day=1) if face.action.due_on else None

    return [(month, list(those)) for month, those in groupby(faces, key=month_of)]
