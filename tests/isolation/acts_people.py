"""Acts about who takes part: invited, taken on, given keys, gone; and a company that leaves."""

from django.utils import timezone

from companies.access import open_company
from companies.models import ApiKey, Invitation, Membership, StepReset
from companies.services import api_keys, erasing, members, step_reset, two_step
from companies.services.retention import forget_in
from tests.factories import UserFactory
from tests.isolation.acts import Act, Story


def take_on(story: Story) -> None:
    """Accept an invitation."""
    invitation = members.invite(story.company, "nieuw@bedrijf.example", "editor", by=story.admin)
    newcomer = UserFactory(email="nieuw@bedrijf.example", name="Nieuw Gezicht")
    members.accept_invitation(invitation, by=newcomer)


def ask_reset(story: Story) -> None:
    """Lose a second step, and ask for help."""
    seat = Membership.objects.get(user=story.colleague)
    step_reset.ask(story.colleague, seat=seat, by=story.admin)


def demand(story: Story) -> None:
    """Demand two steps of all."""
    two_step.demand_of_company(story.company, True, by=story.admin)


def key_made(story: Story) -> None:
    """Make a key to the API."""
    access = open_company(story.admin, story.company.slug)
    api_keys.make_key("Boekhouding", ["read"], 30, by=story.admin, access=access)


def invitation_of(story: Story) -> Invitation:
    return Invitation.objects.get(email="iemand@bedrijf.example")


def seat_of(story: Story) -> Membership:
    return Membership.objects.select_related("user", "company").get(user=story.colleague)


def upkeep(story: Story, verb: str) -> None:
    """Let a company go, or come back."""
    erasing.leave(story.company, timezone.localdate()) if verb == "left" else erasing.come_back(
        story.company
    )


COMING: list[Act] = [
    (
        "member.invited",
        lambda s: members.invite(s.company, "iemand@bedrijf.example", "editor", by=s.admin),
    ),
    ("member.invitation_withdrawn", lambda s: members.withdraw(invitation_of(s), by=s.admin)),
    ("member.joined", take_on),
    ("member.role_changed", lambda s: members.change_role(seat_of(s), "approver", by=s.admin)),
    ("two_step.demanded", demand),
    ("two_step.not_demanded", lambda s: two_step.demand_of_company(s.company, False, by=s.admin)),
    ("two_step.reset_asked", ask_reset),
    (
        "two_step.reset_confirmed",
        lambda s: step_reset.confirm(StepReset.objects.get(), by=s.secretariat),
    ),
    (
        "two_step.reset_cancelled",
        lambda s: step_reset.cancel(StepReset.objects.get(), by=s.colleague),
    ),
    ("api_key.made", key_made),
    ("api_key.withdrawn", lambda s: api_keys.withdraw_key(ApiKey.objects.get(), by=s.admin)),
]
GOING: list[Act] = [
    ("member.left", lambda s: members.end_seat(seat_of(s), by=s.admin)),
    ("person.forgotten", lambda s: forget_in(s.company.pk, s.colleague.pk)),
    ("company.left", lambda s: upkeep(s, "left")),
    ("company.back", lambda s: upkeep(s, "back")),
]
