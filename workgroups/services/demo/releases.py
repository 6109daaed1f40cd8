"""The demo's figures of the sector: a year that is out, and a release before the members.

All of it goes through the gate and the steps that the product has; only the days lie in the past.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from companies.models import Company, Membership, User
from companies.permissions import Role, SecretariatRole
from convenant.tenancy.scope import company_scope
from diligence.models import Cycle
from workgroups.disclosure.rules import Rules
from workgroups.models import DisclosureRules, Release, ReleaseComment, ReleaseConsultation
from workgroups.services.demo.days import moment
from workgroups.services.demo.sector import Sector
from workgroups.services.disclosure_rules import propose
from workgroups.services.disclosure_rules import sign as sign_version
from workgroups.services.releases.commenting import ask_next, begin, say
from workgroups.services.releases.going_out import publish, sign
from workgroups.services.releases.making import NothingAccepted, prepare
from workgroups.services.releases.preparing import Details

AFTER_DEADLINE = timedelta(days=75)
IN_COMMENT = timedelta(days=21)
BEGUN = timedelta(days=6)
"""So long ago members were asked about the figures that lie before them."""
SAID = (
    (ReleaseComment.Kind.AGREE, ""),
    (ReleaseComment.Kind.REMARK, "Kan er bij staan hoeveel bedrijven goud noemen als metaal?"),
    (ReleaseComment.Kind.AGREE, "Duidelijk zo."),
    (
        ReleaseComment.Kind.OBJECT,
        "Wij zijn in onze streek de enige smelterij. Zet het aantal regels per smelter niet apart.",
    ),
    (ReleaseComment.Kind.AGREE, ""),
)


def add_releases(sector: Sector, today: date) -> int:
    """Make the releases that there are by this day; return how many. Done once, it does nothing."""
    if Release.objects.exists():
        return 0
    people = {
        who["role"]: User.objects.get(email=who["email"]) for who in sector.written["secretariat"]
    }
    maker, boss = people[SecretariatRole.ADMINISTRATOR], people[SecretariatRole.RELEASER]
    over = [
        cycle
        for cycle in Cycle.objects.order_by("year")
        if cycle.deadline + AFTER_DEADLINE + IN_COMMENT + BEGUN < today
    ]
    with transaction.atomic():
        sign_rules(maker, boss, over)
        for cycle in over[-1:]:  # the gate takes its time: one year shows all there is
            release_year(cycle, maker, boss)
            before_members([cycle.year], maker, today)
    return Release.objects.count()


def sign_rules(maker: User, boss: User, over: list[Cycle]) -> None:
    """Put the usual rules in force before anything goes out, unless some are."""
    if over and not DisclosureRules.objects.exists():
        why = "De regels die het bestuur bij het begin van het convenant vaststelde."
        proposed = propose(Rules(), why, "2024-2028", by=maker)
        sign_version(proposed.version, by=boss, at=moment(over[0].deadline, 0))


def release_year(cycle: Cycle, maker: User, boss: User) -> None:
    """Release the figures of a year."""
    details = Details(
        title_nl=f"De metaalsector in {cycle.year}",
        title_en=f"The metals sector in {cycle.year}",
        years=(cycle.year,),
        audience=Release.Audience.PUBLIC,
    )
    go_out(details, maker, boss, cycle.deadline + AFTER_DEADLINE)


def go_out(details: Details, maker: User, boss: User, day: date) -> Release | None:
    """Take a release all its steps; None when no file was accepted."""
    try:
        release = prepare(details, by=maker, at=moment(day, 0))
    except NothingAccepted:
        return None
    last = day + IN_COMMENT
    lay_before(release, last, maker, moment(day, 30), asks_all=False)
    signed = last + timedelta(days=2)
    sign(release, by=boss, at=moment(signed, 0))
    publish(release, by=boss, at=moment(signed, 20))
    return Release.objects.get(pk=release.pk)


def before_members(years: list[int], maker: User, today: date) -> None:
    """Let figures of all years lie before the members now, with what some of them said."""
    asked = today - BEGUN
    details = Details(
        title_nl=f"De metaalsector in {years[-1]}, voor de partijen",
        title_en=f"The metals sector in {years[-1]}, for the parties",
        years=tuple(years),
        audience=Release.Audience.PARTIES,
    )
    try:
        release = prepare(details, by=maker, at=moment(asked, 0))
    except NothingAccepted:
        return
    lay_before(release, today + IN_COMMENT - BEGUN, maker, moment(asked, 30), asks_all=True)
    for number, company in enumerate(who_spoke(release, len(SAID))):
        kind, text = SAID[number]
        speak(release, company, kind, text, moment(asked + timedelta(days=1), 40 * number))


def lay_before(release: Release, until: date, maker: User, at: datetime, *, asks_all: bool) -> None:
    """Ask the members, all in one go."""
    begin(release, until=until, asks_all=asks_all, by=maker, at=at)
    after = ask_next(release.pk, "")
    while after:
        after = ask_next(release.pk, after)


def who_spoke(release: Release, most: int) -> list[Company]:
    """Return the first members by name that have somebody who speaks for them."""
    speaking = Membership.objects.active().filter(role__in=[Role.APPROVER, Role.ADMIN])
    members = Company.objects.members().filter(pk__in=speaking.values("company"))
    return list(members.order_by("slug")[:most])


def speak(release: Release, company: Company, kind: str, text: str, at: datetime) -> None:
    """Let somebody of a company say something of figures."""
    with company_scope(company.pk):
        speaking = Membership.objects.active().filter(role__in=[Role.APPROVER, Role.ADMIN])
        seat = speaking.filter(company=company).select_related("user").order_by("pk").first()
        asked = ReleaseConsultation.objects.select_related("company").filter(release=release)
        consultation = asked.filter(company=company).first()
        if seat is not None and consultation is not None:
            say(consultation, kind, text, by=seat.user, at=at)
