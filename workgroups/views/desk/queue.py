"""The queue of the reviewer: which files wait, whose they are, and dividing them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from companies.access import sector_grants
from companies.models import User
from companies.permissions import SectorPermission
from diligence.models import Cycle
from diligence.reports.risk_words import severity_word
from diligence.services.desk.assigning import reviewers
from diligence.views.faces.status import Status
from workgroups.aggregation.desk import GRAVE, Asked, Turn, Waiting, turns_of
from workgroups.aggregation.members import moment
from workgroups.queries.desk import review_queue
from workgroups.services.desk import divide
from workgroups.views.desk import asked as asking
from workgroups.views.desk.base import DeskMixin

A_PAGE = 50


class DeskHome(DeskMixin, View):
    """The way in: the queue of the year that runs."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Go to the year that runs, else to the newest one, else to the dashboard."""
        cycles = Cycle.objects.all()
        cycle = cycles.latest_open(timezone.localdate()) or cycles.order_by("-year").first()
        if cycle is None:
            return redirect("sector:home")
        return redirect("desk:queue", cycle.year)


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the queue, in words."""

    file: Waiting
    days: int
    url: str
    hold_url: str
    flags: list[Status]
    counts: list[str]
    held_since: object
    is_mine: bool
    """Held by who looks."""
    is_given_to_me: bool


class Queue(DeskMixin, TemplateView):
    """The files of one year that were handed in, as the address asks for them."""

    template_name = "workgroups/desk/queue.html"

    def get_context_data(self, **kwargs) -> dict:
        """Read the queue. Three queries, however many files there are."""
        try:
            queue = review_queue(self.kwargs["year"])
        except Cycle.DoesNotExist as error:
            raise Http404 from error
        asked = asking.asked_in(self.request.GET)
        filters, user = asking.filters_of(asked), self.request.user
        found = asked.of(queue.files, user.pk)
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        may_divide = SectorPermission.FILES_DIVIDE in sector_grants(user)
        query = asking.query_of(asked)
        context = {
            "year": queue.year,
            "years": queue.years,
            "turns": turns_in_words(asked, turns_of(queue.files)),
            "asked": asked,
            "filters": filters,
            "chips": asking.chips_of(asked, filters),
            "page": page,
            "query": query and f"{query}&",
            "rows": rows_of(page.object_list, queue.year, user),
            "may_divide": may_divide,
            "reviewers": reviewers() if may_divide else (),
        }
        return super().get_context_data(**kwargs | context)


def turns_in_words(asked: Asked, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
    """Return address, words, count and whether it is on, of each turn."""
    words = {
        Turn.OURS: _("Wacht op ons"),
        Turn.MEMBERS: _("Wacht op het lid"),
        Turn.NOBODYS: _("Beoordeeld"),
        "": _("Alles"),
    }
    totals = counts | {"": sum(counts.values())}
    return [
        (asking.address(replace(asked, turn=turn)), text, totals[turn], asked.turn == turn)
        for turn, text in words.items()
    ]


def rows_of(files: Sequence[Waiting], year: int, user: User) -> list[Row]:
    """Return the rows of one page."""
    now = timezone.now().timestamp()
    return [
        Row(
            file,
            days=file.days(now),
            url=reverse("review:file", args=[file.slug, year]),
            hold_url=reverse("review:hold", args=[file.slug, year]),
            flags=flags_of(file),
            counts=counts_of(file),
            held_since=moment(file.held_since),
            is_mine=file.held_by == user.pk,
            is_given_to_me=file.assigned_to == user.pk,
        )
        for file in files
    ]


def flags_of(file: Waiting) -> list[Status]:
    """Return what weighs most in a file."""
    if file.severity is None or file.severity < GRAVE:
        return []
    n = file.grave
    words = {"n": n, "severity": severity_word(file.severity)}
    one, more = _("%(severity)s risico"), _("%(n)s ernstige risico’s, tot %(severity)s")
    return [Status((one if n == 1 else more) % words, "err", "triangle-alert")]


def counts_of(file: Waiting) -> list[str]:
    """Return the numbers that tell where to look, those that are not zero."""
    found = []
    for n, words in (
        (file.weak, ngettext("%(n)s zwak antwoord", "%(n)s zwakke antwoorden", file.weak)),
        (file.unsure, ngettext("%(n)s keer twijfel", "%(n)s keer twijfel", file.unsure)),
        (
            file.no_proof,
            ngettext("%(n)s zonder geldig bewijs", "%(n)s zonder geldig bewijs", file.no_proof),
        ),
        (file.clashing, ngettext("%(n)s tegenstrijdig", "%(n)s tegenstrijdig", file.clashing)),
        (
            file.changed or 0,
            ngettext(
                "%(n)s gewijzigd sinds vorig jaar",
                "%(n)s gewijzigd sinds vorig jaar",
                file.changed or 0,
            ),
        ),
    ):
        if n:
            found.append(words % {"n": n})
    return found


class Divide(DeskMixin, View):
    """Give the chosen files to a reviewer, or to nobody."""

    grants = {"post": SectorPermission.FILES_DIVIDE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Give them, say what came of it, and go back to the same queue."""
        back = self.back()
        people: dict[str, User | None] = {str(one.pk): one for one in reviewers()} | {"": None}
        typed, chosen = request.POST.get("person", "-"), request.POST.getlist("file")
        if typed not in people:
            messages.error(request, _("Kies een beoordelaar uit de lijst. Er is niets gewijzigd."))
            return redirect(back)
        if not chosen:
            messages.error(request, _("Kruis eerst aan welke dossiers u wilt toewijzen."))
            return redirect(back)
        seen = {slug: seen_in(request, slug) for slug in chosen[:A_PAGE]}
        done = divide(self.kwargs["year"], seen, people[typed], by=request.user)
        self.tell(done, people[typed])
        return redirect(back)

    def back(self) -> str:
        """Return the queue as it was shown."""
        asked = asking.asked_in(self.request.POST)
        url = reverse("desk:queue", args=[self.kwargs["year"]])
        return f"{url}{asking.address(asked)}"

    def tell(self, done, person: User | None) -> None:
        """Say how many were given, and which were not."""
        if done.given:
            words = {"n": done.given, "person": person}
            if person is None:
                text = ngettext(
                    "%(n)s dossier is nu van niemand.",
                    "%(n)s dossiers zijn nu van niemand.",
                    done.given,
                )
            else:
                text = ngettext(
                    "%(n)s dossier is nu van %(person)s.",
                    "%(n)s dossiers zijn nu van %(person)s.",
                    done.given,
                )
            messages.success(self.request, text % words)
        if done.kept:
            text = _(
                "Een collega was u voor bij: %(names)s. Dat is zo gebleven; kijk of het klopt."
            )
            messages.warning(self.request, text % {"names": ", ".join(done.kept)})


def seen_in(request: HttpRequest, slug: str) -> UUID | None:
    """Return whose this file was on the page that was sent; nobody's when it makes no sense."""
    try:
        return UUID(request.POST.get(f"seen-{slug}", ""))
    except ValueError:
        return None
