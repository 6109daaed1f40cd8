"""The chain can be laid over a log that is there, and taken off again."""

import io

import pytest
from django.core.management import call_command
from django.db import connections

from companies.events import record
from companies.models import Event
from convenant.tenancy.scope import company_scope
from tests.database import superuser
from tests.factories import AssessmentFactory, EditorFactory, answer

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "migrator"]),
    pytest.mark.full,
]


def migrate(*target):
    call_command("migrate", *target, verbosity=0, interactive=False)
    connections["migrator"].close()


def test_back_and_forth_keeps_the_entries_and_chains_them_anew():
    file = AssessmentFactory()
    editor = EditorFactory(of=file.company, name="Fatma Aydin")
    for level in (1, 2):
        answer(file, "embed.policy", level, by=editor)
    with company_scope(file.company_id):
        record(file.company, "member.left", by=editor, names={"person": "Jan"}, year=2026)
        before = list(Event.objects.order_by("at").values_list("verb", "at", "goes_on", "data"))
    name = connections["default"].settings_dict["NAME"]
    try:
        migrate("diligence", "0003_keep_and_freeze")
        migrate("companies", "0002_isolate_events")
        with superuser(name) as server:
            [(verb, target)] = server.execute("SELECT verb, target FROM companies_event").fetchall()
            assert (verb, target) == ("member.left", "Jan")
            assert server.execute("SELECT to_regclass('convenant.log_link')").fetchone() == (None,)
    finally:
        migrate()

    with company_scope(file.company_id):
        after = list(Event.objects.order_by("at").values_list("verb", "at", "goes_on", "data"))
        assert Event.objects.get(verb="member.left").names == {"person": "Jan"}
    told = [(*row[:3], {k: v for k, v in row[3].items() if k != "year"}) for row in after]
    assert told == [(*row[:3], {k: v for k, v in row[3].items() if k != "year"}) for row in before]
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    assert out.getvalue().startswith("1 logs are whole")
