"""Acts in the action plan, and about influence, leaving with care, and complaints."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from companies.services.retention import OfCompany
from companies.terms import Category, term_of
from diligence.framework.catalogues import catalogue
from diligence.models import Action, Disengagement, GrievanceChannel, LeverageEntry, RemedyCase
from diligence.services.plan import actions, links
from diligence.services.plan.actions import ActionDetails
from diligence.services.remedy import cases, channels, forgetting, influence
from diligence.services.remedy.cases import CaseDetails
from diligence.services.remedy.channels import ChannelDetails
from tests.isolation.acts import Act, Story
from tests.isolation.acts_chain import MAAS, supplier

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)
PLAN = ActionDetails(title="Bezoek de smelter", owner_name="Inkoop", indicator="bezoeken")
TARGET = links.Aim(question="embed.breaches")
TRY = influence.Try(day=TODAY, kind="LV-1", issue="Stof", ask="Doe er iets aan.")
PLACE = ChannelDetails(name="Meldpunt", audience="all")
STORY = CaseDetails(received_on=TODAY, story="Een lasser kreeg zijn loon niet.")


def action() -> Action:
    return Action.objects.select_related("company").get()


def plan_for(day: datetime.date):
    """Return an act that sets the day of the action."""

    def change(story: Story) -> None:
        stands = action()
        details = replace(PLAN, due_on=day)
        actions.change_action(stands, details, seen=stands.version, by=story.editor)

    return change


def unlinked(story: Story) -> None:
    """Let go of the question that it was linked to."""
    held = action().links.get(question=TARGET.question)
    links.unlink(action(), held.pk, by=story.editor)


def planned(story: Story) -> None:
    """Call the action planned."""
    stands = action()
    actions.move_action(stands, "planned", seen=stands.version, by=story.editor)


def measured(value: int):
    """Return an act that writes down a value; the second of a day corrects the first."""
    return lambda s: actions.measure_action(action(), TODAY, Decimal(value), by=s.editor)


def leaving() -> Disengagement:
    return Disengagement.objects.select_related("supplier__company").get()


def weighed(story: Story) -> None:
    """Answer every question about leaving."""
    answers = {
        entry.key: "Wij vroegen het na bij de mensen zelf." for entry in catalogue("exit_checks")
    }
    influence.weigh(
        leaving(), answers, "Het stof blijft, ook na een jaar vragen.", seen=1, by=story.editor
    )


def channel() -> GrievanceChannel:
    return GrievanceChannel.objects.select_related("company").get()


def case() -> RemedyCase:
    return RemedyCase.objects.select_related("company").get()


def step(status: str):
    """Return an act that brings the complaint to this step."""
    return lambda s: cases.step_case(
        case(), status, seen=case().version, by=s.editor, text="Daarom."
    )


def emptied(story: Story) -> None:
    """Let an ended complaint pass its two years."""
    kept = term_of(Category.COMPLAINTS).kept
    RemedyCase.objects.update(closed_on=TODAY - kept - datetime.timedelta(days=2))
    due = OfCompany(story.company.pk, case().pk)
    assert forgetting.empty_case(due, timezone.now() - kept)


PLANNING: list[Act] = [
    (
        "action.added",
        lambda s: actions.add_action(
            s.company, PLAN, year=2026, by=s.editor, questions=["embed.policy"]
        ),
    ),
    ("action.linked", lambda s: links.link(action(), TARGET, by=s.editor)),
    ("action.unlinked", unlinked),
    ("action.changed", plan_for(TODAY)),
    ("action.moved", planned),
    ("action.delayed", plan_for(TOMORROW)),
    ("action.measured", measured(1)),
    ("action.measured", measured(2)),
    ("action.stuck", lambda s: actions.ask_help(action(), "Niemand doet open.", by=s.editor)),
    ("action.unstuck", lambda s: actions.end_help(action(), by=s.editor)),
]
INFLUENCE: list[Act] = [
    ("leverage.logged", lambda s: influence.log_try(supplier(MAAS), TRY, by=s.editor)),
    (
        "leverage.changed",
        lambda s: influence.change_try(
            LeverageEntry.objects.select_related("supplier__company").get(),
            replace(TRY, reaction="partly"),
            by=s.editor,
        ),
    ),
    ("exit.opened", lambda s: influence.open_exit(supplier(MAAS), by=s.editor)),
    ("exit.weighed", weighed),
    ("exit.decided", lambda s: influence.decide(leaving(), "suspended", seen=2, by=s.editor)),
]
COMPLAINTS: list[Act] = [
    ("channel.added", lambda s: channels.add_channel(s.company, PLACE, by=s.editor)),
    (
        "channel.changed",
        lambda s: channels.change_channel(channel(), replace(PLACE, how="Bel."), by=s.editor),
    ),
    ("channel.tested", lambda s: channels.keep_test(channel(), {}, by=s.editor)),
    ("channel.removed", lambda s: channels.remove_channel(channel(), by=s.editor)),
    ("case.received", lambda s: cases.receive(s.company, STORY, by=s.editor)),
    (
        "case.changed",
        lambda s: cases.change_case(case(), replace(STORY, is_urgent=True), seen=1, by=s.editor),
    ),
    ("case.noted", lambda s: cases.note(case(), "Gebeld.", by=s.editor)),
    ("case.opened_to", lambda s: cases.name_person(case(), s.colleague, by=s.editor)),
    ("case.closed_to", lambda s: cases.end_seat(case(), s.colleague, by=s.editor)),
    ("case.moved", step("referred")),
    ("case.emptied", emptied),
]
PLAN_AND_REMEDY = [*PLANNING, *INFLUENCE, *COMPLAINTS]
