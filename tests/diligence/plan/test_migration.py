"""The links of actions to risks can be taken off again, with rows that are there."""

import pytest
from django.core.management import call_command
from django.db import connections

from convenant.tenancy.scope import company_scope
from diligence.models import Action, ActionLink
from diligence.services.plan.actions import ActionDetails, add_action
from diligence.services.plan.links import Aim, link
from tests.factories import AssessmentFactory, EditorFactory
from tests.factories.risks import many_risks

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "migrator"]),
    pytest.mark.full,
]


def migrate(*target):
    call_command("migrate", *target, verbosity=0, interactive=False)
    connections["migrator"].close()


def test_back_and_forth_keeps_the_action_and_its_other_links():
    file = AssessmentFactory()
    editor = EditorFactory(of=file.company)
    [risk] = many_risks(file, 1)
    with company_scope(file.company_id):
        details = ActionDetails(title="Praten met de vakbond")
        action = add_action(file.company, details, year=2026, by=editor)
        link(action, Aim(risk=risk.pk, question="embed.policy"), by=editor)
    try:
        migrate("diligence", "0015_public_reports")
    finally:
        migrate()

    with company_scope(file.company_id):
        assert Action.objects.get() == action
        assert [one.question for one in ActionLink.objects.all()] == ["embed.policy"]
