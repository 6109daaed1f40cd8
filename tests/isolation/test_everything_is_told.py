"""Every write of every tenant table leaves an entry in the company's log, or is excused by name.

What a table takes is read from the database: how many rows of it were added, changed and removed
by an act, triggers included. What the runtime role may not do at all needs no entry.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone

from companies.access import open_company
from companies.models import ApiKey, Company, Event, Invitation, Membership, StepReset
from companies.services import api_keys, erasing, members, reads, step_reset, two_step
from companies.services.retention import forget_in
from convenant.tenancy.models import tenant_models
from diligence.models import (
    AnswerConflict,
    Assessment,
    ColleagueNote,
    Cycle,
    Evidence,
    EvidenceVersion,
    ProgressReport,
)
from diligence.services import (
    archives,
    assessments,
    codes,
    conflicts,
    evidence,
    evidence_files,
    exports,
    keeping,
    notes,
    parts,
    reports,
)
from diligence.services.answers import Entry, StaleAnswer, save_answer
from tests.database import superuser
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    UserFactory,
    published_version,
)
from tests.uploads import good

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
    ("diligence_archive", "update"): "how far the making is; asking and fetching are told",
    ("diligence_archive", "delete"): "nothing does; with all of the company",
    ("diligence_assessment", "delete"): "nothing does; with all of the company",
    ("diligence_colleaguenote", "delete"): "nothing does; with all of the company",
    ("diligence_evidenceuse", "update"): "nothing does: a use is added or taken away",
    ("diligence_partwork", "delete"): "nothing does; with all of the company",
    ("diligence_progressreport", "delete"): "nothing does; with all of the company",
}


@dataclass
class Story:
    """A company through a year and after: what each act needs of the ones before."""

    company: Company
    admin: object
    editor: object
    colleague: object
    secretariat: object
    kept: dict = field(default_factory=dict)

    @property
    def file(self):
        """Return the file of the year, as it is now."""
        return Assessment.objects.select_related("cycle", "company").get(cycle__year=2026)

    def save(self, key, value, *, seen, by=None, **more):
        """Save an answer as somebody who saw this version."""
        question = self.file.edition.question(key)
        return save_answer(
            self.file, question, Entry(value=value, **more), seen=seen, by=by or self.editor
        )


def first_answer(story: Story) -> None:
    """Answer a question of another year that had no answer."""
    file = Assessment.objects.select_related("cycle", "company").get(cycle__year=2025)
    question = file.edition.question("profile.fte")
    save_answer(file, question, Entry(value="12"), seen=0, by=story.editor)


def second_text(story: Story) -> None:
    """Let a colleague save a text who did not see the one that stands."""
    with pytest.raises(StaleAnswer):
        story.save("embed.breaches", "Anders dan u.", seen=0, by=story.colleague)


def choose(story: Story) -> None:
    """Let the colleague keep the first text."""
    conflicts.choose(
        AnswerConflict.objects.get(),
        story.file,
        conflicts.Choice.THEIRS,
        seen=1,
        made=conflicts.Merged(None, ""),
        by=story.colleague,
    )


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


def added(story: Story) -> None:
    """Put a document in the library."""
    upload = good.sent("beleid.pdf", good.pdf())
    evidence.add_evidence(story.company, upload, by=story.editor)


def stopped(story: Story) -> None:
    """Let a scanner find something in a version that waits."""
    waiting = EvidenceVersion.objects.order_by("number").last()
    EvidenceVersion.objects.filter(pk=waiting.pk).update(state="pending")
    evidence_files.settle(waiting.pk)


def erased(story: Story) -> None:
    """Let a removed document pass its month, and no frozen file name it."""
    Evidence.objects.update(removed_at=timezone.now() - datetime.timedelta(days=31))
    document = Evidence.objects.get()
    due = keeping.OfCompany(story.company.pk, document.pk)
    assert keeping.remove_evidence(due, timezone.now() - datetime.timedelta(days=30))


def report_of(story: Story) -> ProgressReport:
    return ProgressReport.objects.select_related("company", "snapshot").get()


def invitation_of(story: Story) -> Invitation:
    return Invitation.objects.get(email="iemand@bedrijf.example")


def seat_of(story: Story) -> Membership:
    return Membership.objects.select_related("user", "company").get(user=story.colleague)


def upkeep(story: Story, verb: str) -> None:
    """Let a company go, or come back."""
    erasing.leave(story.company, timezone.localdate()) if verb == "left" else erasing.come_back(
        story.company
    )


Q, PART, YEAR = "embed.policy", "1.1", 2026
ACTS: list[tuple[str, Callable[[Story], object]]] = [
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
    (
        "file.opened",
        lambda s: assessments.open_year(s.company, Cycle.objects.get(year=2025), by=s.editor),
    ),
    ("answer.saved", first_answer),
    ("answer.saved", lambda s: s.save("embed.breaches", "Zo doen wij dat.", seen=1)),
    ("conflict.kept", second_text),
    ("conflict.resolved", choose),
    ("answer.emptied", lambda s: s.save("embed.breaches", None, seen=2, state="")),
    ("answer.saved", lambda s: s.save("embed.breaches", "Zo doen wij het nu.", seen=3)),
    ("note.left", lambda s: notes.leave_note(s.file, Q, "Bel even.", by=s.editor)),
    (
        "note.done",
        lambda s: notes.mark_done(ColleagueNote.objects.get(), s.file, by=s.colleague),
    ),
    ("part.assigned", lambda s: parts.assign(s.file, PART, s.colleague, by=s.admin)),
    ("part.unassigned", lambda s: parts.assign(s.file, PART, None, by=s.admin)),
    ("part.completed", lambda s: parts.declare_complete(s.file, PART, by=s.editor)),
    ("part.reopened", lambda s: parts.reopen(s.file, PART, by=s.editor)),
    ("evidence.added", added),
    (
        "evidence.version_added",
        lambda s: evidence.add_version(
            Evidence.objects.get(), good.sent("beleid.txt", good.TXT), by=s.editor
        ),
    ),
    (
        "evidence.changed",
        lambda s: evidence.change(
            Evidence.objects.get(), evidence.Details(title="Ons beleid"), by=s.editor
        ),
    ),
    ("evidence.linked", lambda s: evidence.link(s.file, Q, Evidence.objects.get(), by=s.editor)),
    (
        "evidence.unlinked",
        lambda s: evidence.unlink(s.file, Q, Evidence.objects.get(), by=s.editor),
    ),
    ("evidence.stopped", stopped),
    ("evidence.removed", lambda s: evidence.remove(Evidence.objects.get(), by=s.editor)),
    ("evidence.restored", lambda s: evidence.restore(Evidence.objects.get(), by=s.editor)),
    ("evidence.erased", erased),
    ("report.requested", lambda s: reports.request_report(s.file, "nl", by=s.editor)),
    (
        "report.withdrawn",
        lambda s: codes.withdraw(report_of(s), "Een fout.", by=s.admin, year=YEAR),
    ),
    ("report.restored", lambda s: codes.restore(report_of(s), by=s.admin, year=YEAR)),
    ("file.exported", lambda s: exports.export_year(s.file, "json", "nl", by=s.editor)),
    ("archive.requested", lambda s: archives.request_archive(s.company, "nl", by=s.admin)),
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    ("file.sent_back", lambda s: assessments.send_back(s.file, by=s.secretariat)),
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    ("file.accepted", lambda s: assessments.accept(s.file, by=s.secretariat)),
    ("file.closed", lambda s: assessments.close(s.file, by=s.secretariat)),
    (
        "file.read",
        lambda s: reads.note_read(
            s.company, "diligence:overview", {"year": YEAR}, by=s.secretariat
        ),
    ),
    ("member.left", lambda s: members.end_seat(seat_of(s), by=s.admin)),
    ("person.forgotten", lambda s: forget_in(s.company.pk, s.colleague.pk)),
    ("company.left", lambda s: upkeep(s, "left")),
    ("company.back", lambda s: upkeep(s, "back")),
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
        yield Story(company, admin, editor, colleague, ReviewerFactory())


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
    from companies.log.verbs import Kind, verbs_of

    elsewhere = {
        "member.stopped",  # as member.left, by the person
        "member.invitation_refused",  # by a link without a scope: test_invitations
        "two_step.reset_done",  # at the sign-in: test_lost_step
        "archive.downloaded",
    }
    assert set(verbs_of(Kind.CHANGE)) - {verb for verb, _ in ACTS} == elsewhere
