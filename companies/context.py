"""What every page knows: names, who is here, and the main menu."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from companies.access import Access
from companies.models import Membership
from companies.permissions import Permission
from companies.services import two_step

LOG = "diligence:log"
PLAN = (
    *("diligence:plan", "diligence:action", "diligence:measures", "diligence:leverage"),
    *("diligence:exit", "diligence:case", "diligence:channel"),
)
"""How the addresses begin that stand under the action plan in the menu."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main menu."""

    label: str
    url: str
    icon: str
    current: bool


def site(request: HttpRequest) -> dict:
    """Return the context of base.html. The menu is built only where a page shows it."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "covenant_name": settings.COVENANT_NAME,
        "is_demo": settings.IS_DEMO,
        "organisation": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "help_phone": settings.HELP_PHONE,
        "help_email": settings.HELP_EMAIL,
        "owes_step": SimpleLazyObject(lambda: owes_step(request)),
        "nav": SimpleLazyObject(lambda: menu(request)),
        "visited": SimpleLazyObject(lambda: visited(request)),
        "footer_links": SimpleLazyObject(footer_links),
        "access": getattr(request, "access", None),
        "company": getattr(request, "company", None),
    }


def owes_step(request: HttpRequest) -> bool:
    """Tell whether this is a page where a second step is set up before anything else opens."""
    match, session = request.resolver_match, request.session
    is_sent = bool(match and match.view_name.startswith("mfa_") and two_step.GOAL in session)
    return is_sent and request.user.is_authenticated and not two_step.is_strong(request)


def footer_links() -> list[NavItem]:
    """Return the links at the foot of every page."""
    return [
        NavItem(_("Cijfers van de sector"), reverse("public-figures:list"), "", False),
        NavItem(_("Is een verslag echt?"), reverse("verify"), "", False),
        NavItem(_("Toegankelijkheid"), reverse("accessibility"), "", False),
        NavItem(_("Privacy"), reverse("privacy"), "", False),
    ]


def menu(request: HttpRequest) -> list[NavItem]:
    """Return the main menu for this person on this page; nothing for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    match = request.resolver_match
    here = match.view_name if match else ""
    if user.is_secretariat:
        return secretariat_items(here)
    items: list[NavItem] = []
    access = getattr(request, "access", None)
    if access is not None:
        items = items_of(access, request)
    else:
        seat = Membership.objects.active().filter(user=user).select_related("company").first()
        if seat is not None:
            items += company_items(seat.company.slug, here, None)
            items.append(people_item(seat.company.slug, here))
            items.append(log_item(seat.company.slug, here))
        elif user.party_id:
            is_figures = here.startswith("figures:")
            label = _("Cijfers van de sector")
            items.append(NavItem(label, reverse("figures:list"), "chart-column", is_figures))
    return items


def visited(request: HttpRequest) -> list[NavItem]:
    """Return the menu of the company whose pages the secretariat is on; nothing for a member.

    It stands below the secretariat's own, under the company's name: two menus in one line are none.
    """
    access = getattr(request, "access", None)
    return items_of(access, request) if access is not None and access.is_visit else []


def items_of(access: Access, request: HttpRequest) -> list[NavItem]:
    """Return the entries of the company that is open, as far as this person may."""
    match = request.resolver_match
    here, year = (match.view_name, match.kwargs.get("year")) if match else ("", None)
    items = company_items(access.company.slug, here, year)
    if access.may(Permission.MEMBERS_VIEW):
        items.append(people_item(access.company.slug, here))
    if access.may(Permission.LOG_VIEW):
        items.append(log_item(access.company.slug, here))
    return items


def secretariat_items(here: str) -> list[NavItem]:
    """Return the secretariat's own entries."""
    is_actions = here == "sector:actions"
    is_years = here.startswith("sector:cycle")
    is_figures = here.startswith(("sector:release", "sector:annual"))
    is_sector = here.startswith("sector:") and not (is_actions or is_years or is_figures)
    is_desk = here.startswith(("desk:", "review:"))
    return [
        NavItem(_("Dashboard"), reverse("sector:home"), "layout-dashboard", is_sector),
        NavItem(_("Beoordelen"), reverse("desk:home"), "badge-check", is_desk),
        NavItem(_("Acties"), reverse("sector:actions"), "target", is_actions),
        NavItem(_("Jaren"), reverse("sector:cycles"), "calendar", is_years),
        NavItem(_("Vrijgeven"), reverse("sector:releases"), "chart-column", is_figures),
    ]


def company_items(slug: str, here: str, year: int | None) -> list[NavItem]:
    """Return the entries of one company's file; of its newest year unless the page has one."""
    if year is None:
        overview = reverse("diligence:start", args=[slug])
        chain = reverse("diligence:start", args=[slug]) + "?to=chain"
        reports = reverse("diligence:start", args=[slug]) + "?to=reports"
        risks = reverse("diligence:start", args=[slug]) + "?to=risks"
    else:
        overview = reverse("diligence:overview", args=[slug, year])
        chain = reverse("diligence:chain", args=[slug, year])
        reports = reverse("diligence:reports", args=[slug, year])
        risks = reverse("diligence:risks", args=[slug, year])
    is_report = here.startswith(("diligence:report", "diligence:archive"))
    is_library = here.startswith(("diligence:library", "diligence:evidence"))
    is_plan = here.startswith(PLAN)
    is_chain = here.startswith(("diligence:chain", "diligence:declaration"))
    is_risk = here.startswith("diligence:risk")
    is_elsewhere = is_report or is_library or is_plan or is_chain or is_risk or here == LOG
    is_file = here.startswith("diligence:") and not is_elsewhere
    library = reverse("diligence:library", args=[slug])
    return [
        NavItem(_("Zelfbeoordeling"), overview, "list-checks", is_file),
        NavItem(_("Keten"), chain, "link-2", is_chain),
        NavItem(_("Risico’s"), risks, "scale", is_risk),
        NavItem(_("Actieplan"), reverse("diligence:plan", args=[slug]), "target", is_plan),
        NavItem(_("Bewijs"), library, "paperclip", is_library),
        NavItem(_("Verslagen"), reports, "file-text", is_report),
    ]


def log_item(slug: str, here: str) -> NavItem:
    """Return the entry of the company's log, for who may see it."""
    return NavItem(_("Logboek"), reverse(LOG, args=[slug]), "history", here == LOG)


def people_item(slug: str, here: str) -> NavItem:
    """Return the entry of the company's people, for who may see them."""
    address = reverse("companies:members", args=[slug])
    is_here = here.startswith("companies:") and here != "companies:kept-form"
    return NavItem(_("Ons bedrijf"), address, "users", is_here)
