"""Every write of every tenant table leaves an entry in the company's log, or is excused by name.

What a table takes is read from the database: how many rows of it were added, changed and removed
by an act, triggers included. What the runtime role may not do at all needs no entry. The acts are
in the modules `acts_*` beside this one, in the order in which a company does them.
"""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from companies.log.verbs import Kind, verbs_of
from companies.models import Event
from convenant.tenancy.models import tenant_models
from diligence.models import Cycle
from tests.database import superuser
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    published_version,
)
from tests.isolation.acts import Act, Story
from tests.isolation.acts_carry import CARRYING, OPENING
from tests.isolation.acts_chain import CHAIN
from tests.isolation.acts_desk import DESK
from tests.isolation.acts_file import ANSWERING, HANDING_IN
from tests.isolation.acts_people import COMING, GOING
from tests.isolation.acts_plan import PLAN_AND_REMEDY
from tests.isolation.acts_releases import RELEASES
from tests.isolation.acts_risks import RISKS
from tests.isolation.acts_versions import VERSIONS

pytestmark = pytest.mark.django_db
OF_COMPANY = ("companies_company", "companies_membership", "companies_invitation")
OPERATIONS = ("insert", "update", "delete")
SILENT = {
    ("companies_event", "insert"): "it is the log itself",
    ("companies_companycommand", "insert"): "remembers a call of the API; the call tells its act",
    ("companies_companycommand", "update"): "the answer to that call",
    ("companies_companycommand", "delete"): "forgotten after three days, whatever it was",
    ("companies_company", "insert"): "there is no log before; the first invitation is its first",
    ("companies_company", "delete"): "the log goes too, five years after leaving; a proof stays",
    ("companies_membership", "delete"): "a seat ends and stays; it goes with all of the company",
    ("companies_invitation", "delete"): "90 days after its end, with a proof; its end was told",
    ("diligence_answer", "delete"): "an answer is emptied; rows go with all of the company",
    ("diligence_answerconflict", "delete"): "nothing does; with all of the company",
    ("diligence_answerimport", "delete"): "90 days after it came, with a proof; it was told",
    ("diligence_archive", "update"): "how far the making is; asking and fetching are told",
    ("diligence_archive", "delete"): "nothing does; with all of the company",
    ("diligence_assessment", "delete"): "nothing does; with all of the company",
    ("diligence_carrydecision", "delete"): "taken back and kept; with all of the company",
    ("diligence_colleaguenote", "delete"): "nothing does; with all of the company",
    ("diligence_evidenceuse", "update"): "nothing does: a use is added or taken away",
    ("diligence_filereview", "delete"): "nothing does; with all of the company",
    ("diligence_agreement", "update"): "nothing does: it is taken back and made anew",
    ("diligence_decisionletter", "update"): "how far the making is; decision and fetching are told",
    ("diligence_decisionletter", "delete"): "nothing does; with all of the company",
    ("diligence_versionmove", "delete"): "nothing does; with all of the company",
    ("diligence_partwork", "delete"): "nothing does; with all of the company",
    ("diligence_progressreport", "delete"): "nothing does; with all of the company",
    ("diligence_supplier", "delete"): "taken off the list and kept; with all of the company",
    ("diligence_cycleseat", "delete"): "nothing does; with all of the company",
    ("diligence_suppliermerge", "delete"): "it is undone and stays; with all of the company",
    ("diligence_importbatch", "delete"): "nothing does; with all of the company",
    (
        "diligence_sourcingline",
        "delete",
    ): "taken out of the chain and kept; with all of the company",
    ("diligence_declaration", "delete"): "nothing does; with all of the company",
    (
        "diligence_declaredsmelter",
        "delete",
    ): "read again only after none was kept; with all of the company",
    ("diligence_risk", "delete"): "rejected or merged and kept; with all of the company",
    ("diligence_riskconsultation", "update"): "nothing does: a talk is only added",
    ("diligence_riskconsultation", "delete"): "nothing does; with all of the company",
    ("diligence_action", "delete"): "stopped and kept; with all of the company",
    ("diligence_actionlink", "update"): "nothing does: a link is only added",
    ("diligence_measurement", "delete"): "nothing does; with all of the company",
    ("diligence_leverageentry", "delete"): "nothing does; with all of the company",
    ("diligence_disengagement", "delete"): "nothing does; with all of the company",
    (
        "diligence_grievancechannel",
        "delete",
    ): "taken off the list and kept; with all of the company",
    (
        "diligence_remedycase",
        "delete",
    ): "its words go after two years, told; the row with all of the company",
    ("diligence_reviewthread", "delete"): "settled and kept; with all of the company",
    ("diligence_extension", "delete"): "withdrawn and kept; with all of the company",
    ("diligence_caseseat", "delete"): "a seat ends and stays; with all of the company",
    (
        "diligence_casenote",
        "delete",
    ): "its words go after two years, told; the row with all of the company",
}


ACTS: list[Act] = [
    *COMING,
    *ANSWERING,
    *CARRYING,
    *VERSIONS,
    *CHAIN,
    *RISKS,
    *PLAN_AND_REMEDY,
    *DESK,
    *HANDING_IN,
    *RELEASES,
    *OPENING,
    *GOING,
]


def written() -> dict[tuple[str, str], int]:
    """Return how many rows this transaction added, changed and removed by now, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
        )
        return {
            (table, operation): count
            for table, *counts in cursor.fetchall()
            for operation, count in zip(OPERATIONS, counts, strict=True)
        }


def writable() -> set[tuple[str, str]]:
    """Return what the runtime role may do to the tables of companies."""
    tables = [*OF_COMPANY, *(model._meta.db_table for model in tenant_models())]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, o FROM unnest(%s::text[]) t, unnest(%s::text[]) o "
            "WHERE has_table_privilege(t, o)",
            [tables, list(OPERATIONS)],
        )
        return set(cursor.fetchall())


@pytest.fixture
def counts(db):
    """Let the runtime role see its own counts, which it may not in production."""
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("GRANT SELECT ON pg_stat_xact_user_tables TO convenant_app")
        yield
        server.execute("REVOKE SELECT ON pg_stat_xact_user_tables FROM convenant_app")


@pytest.fixture
def story(counts, in_scope, monkeypatch):
    """A company with a full file, an administrator, an editor and a colleague."""
    monkeypatch.setattr("diligence.services.scanning.scan", lambda content: "Eicar")
    company = CompanyFactory(slug="de-maas", requires_two_step=False)
    admin, editor = AdminFactory(of=company), EditorFactory(of=company)
    colleague = EditorFactory(of=company, name="Ahmed Yilmaz")
    for person in (admin, colleague):
        Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    complete_file(company, by=editor)
    Cycle.objects.create(
        year=2025,
        version=published_version("2025"),
        opens_on=datetime.date(2025, 9, 1),
        deadline=datetime.date(2026, 3, 31),
    )
    with in_scope(company):
        head = ReviewerFactory(secretariat_role="administrator")
        yield Story(company, admin, editor, colleague, ReviewerFactory(), head)


def test_every_write_is_told_or_excused(story):
    told: set[tuple[str, str]] = set()
    for verb, act in ACTS:
        rows, events = written(), set(Event.objects.values_list("pk", flat=True))
        act(story)
        verbs = set(Event.objects.exclude(pk__in=events).values_list("verb", flat=True))
        assert verb in verbs, f"{verb} is not in the log, but {verbs or 'nothing'}"
        now = written()
        told |= {what for what, count in now.items() if count > rows.get(what, 0)}

    assert writable() - told - set(SILENT) == set(), "writes nobody is told of"
    assert set(SILENT) & told - {("companies_event", "insert")} == set(), "no excuse is needed"
    assert set(SILENT) <= writable(), "the database allows none of these"


def test_every_change_in_the_log_is_one_of_these_acts():
    """A verb that is added joins the walk."""
    elsewhere = {
        "member.stopped",  # as member.left, by the person
        "member.invitation_refused",  # by a link without a scope: test_invitations
        "two_step.reset_done",  # at the sign-in: test_lost_step
        "archive.downloaded",
    }
    assert set(verbs_of(Kind.CHANGE)) - {verb for verb, _ in ACTS} == elsewhere
