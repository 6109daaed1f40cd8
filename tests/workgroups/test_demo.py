"""Loading the demo into the database: complete, true to its dates, repeatable, and quick."""

import datetime
import hashlib
from collections import defaultdict
from dataclasses import replace
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from companies.models import Company, Event, Membership, Party, User
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope
from convenant.tenancy.sector import sector_scope
from diligence.framework.catalogues import catalogue
from diligence.framework.document import canonical_json
from diligence.models import (
    Action,
    Answer,
    AnswerRevision,
    Assessment,
    ColleagueNote,
    Cycle,
    DecisionLetter,
    Declaration,
    Disengagement,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    GrievanceChannel,
    LeverageEntry,
    Measurement,
    PartWork,
    QuestionnaireVersion,
    RemedyCase,
    Risk,
    Snapshot,
)
from diligence.remedy.case import check_step
from diligence.remedy.leaving import check_decision
from diligence.services.desk import letters
from diligence.services.figures import standing_of
from diligence.services.findings import findings_of
from diligence.services.plan.for_risks import needs_action
from diligence.services.plan.links import covered
from diligence.services.remedy.channels import result_of
from diligence.uploads.apart import examine
from tests.factories import published_version
from workgroups.models import AnnualReport, Release, ReleaseComment
from workgroups.services.demo import loading
from workgroups.services.demo.annual import add_annual_report
from workgroups.services.demo.loading import load_demo
from workgroups.services.demo.papers import About
from workgroups.services.demo.people import DEMO_PASSWORD
from workgroups.services.demo.releases import add_releases
from workgroups.services.demo.sector import read_sector
from workgroups.services.demo.shelf_of_papers import PAPERS
from workgroups.services.demo.sign_ins import sign_ins

pytestmark = pytest.mark.xdist_group("the demo is loaded once")
TODAY = datetime.date(2026, 11, 22)
S = Assessment.Status
ANNUAL = "workgroups.tasks.make_annual_report"
MOST_STATEMENTS_PER_FILE = 135
"""Of these each snapshot takes nine for chain, plan, influence and complaints, each closed year
five for its hash; conversations and messages take about eight, the year before at handing in and
the desk about five."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The folder where the demo's files are kept."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, store):
    """The demo, loaded once for this module and taken away after it; the statements it took."""
    place = override_settings(MEDIA_ROOT=store)
    with django_db_blocker.unblock(), transaction.atomic():
        with place, CaptureQueriesContext(connection) as statements:
            load_demo(TODAY)
        with place:
            add_releases(read_sector(), TODAY)
            add_annual_report(read_sector())
        yield len(statements)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def files(loaded) -> list[Assessment]:
    """Every file with its cycle and company."""
    found = []
    for company in Company.objects.order_by("slug"):
        with company_scope(company.pk):
            mine = Assessment.objects.for_company(company).with_cycle()
            found.extend(mine.select_related("company").order_by("cycle__year"))
    return found


def run(command: str, **options) -> str:
    said = StringIO()
    with override_settings(IS_DEMO=True):
        call_command(command, stdout=said, **options)
    return said.getvalue()


def answers_of(file: Assessment) -> list[Answer]:
    with company_scope(file.company_id):
        return list(file.answers.order_by("question"))


def fingerprint() -> str:
    """One hash of all that anybody answered, noted or divided, without the database's own ids."""
    seal = hashlib.sha256()
    for company in Company.objects.order_by("slug"):
        with company_scope(company.pk):
            for model, fields in PRINTED.items():
                rows = model.objects.for_company(company).values_list(
                    "assessment__cycle__year", *fields
                )
                seal.update(canonical_json([company.slug, sorted(map(repr, rows))]).encode())
    return seal.hexdigest()


PRINTED = {
    Answer: (
        "question",
        "state",
        "value",
        "explanation",
        "reason",
        "unsure",
        "language",
        "changed_at",
        "changed_by__email",
    ),
    ColleagueNote: ("question", "text", "by__email", "at", "done_at"),
    EvidenceUse: ("evidence_id", "evidence__valid_until", "question", "added_at"),
    PartWork: ("part", "assigned_to__email", "completed_at", "completed_by__email"),
    Snapshot: ("kind", "sha256", "made_at"),
}


def test_the_sector_is_there(loaded):
    assert Company.objects.members().count() >= 24
    assert set(Company.objects.values_list("status", flat=True)) == set(Company.Status.values)
    assert Company.objects.filter(status="prospect").count() == 3
    assert not Company.objects.filter(status="left", left_on=None).exists()
    assert set(Party.objects.values_list("kind", flat=True)) == set(Party.Kind.values)
    assert User.objects.exclude(secretariat_role="").count() == 3
    assert list(Cycle.objects.order_by("year").values_list("year", flat=True)) == [2024, 2025, 2026]
    assert QuestionnaireVersion.objects.published().count() == 4
    assert Cycle.objects.get(year=2026).newer.code == "2027"


def test_at_least_24_members_answered_over_three_cycles(files):
    members = {file.company.slug for file in files if file.company.status == "member"}
    years = {slug: {f.cycle.year for f in files if f.company.slug == slug} for slug in members}
    assert len(members) >= 24
    assert sum(len(each) == 3 for each in years.values()) >= 12
    assert {file.cycle.year for file in files} == {2024, 2025, 2026}


def test_every_state_of_a_file_is_there(files):
    assert {file.status for file in files} == set(S.values)
    newest = [file for file in files if file.cycle.year == 2026 and file.status == S.DRAFT]
    assert any(not file.figures for file in newest), "nobody has still to begin"
    assert any(file.figures and file.figures["later"] > 20 for file in newest)
    assert any(file.figures and 60 <= file.figures["filled"] <= 64 for file in newest)
    assert any(file.is_late(TODAY) for file in files), "nobody is late"


def without_proof(checks: dict) -> dict:
    """Return what follows from answers alone; proof and work are looked at when handing in."""
    return {weight: n for weight, n in checks.items() if not weight.endswith(("_proof", "_work"))}


def test_figures_are_those_of_a_fresh_computation(files):
    for file in filter(lambda file: file.figures, files):
        standing = standing_of(file, answers_of(file))
        fresh = standing.as_figures()
        kept = file.figures | {"checks": without_proof(file.figures["checks"])}
        kept.pop("changed", None)  # beside another year, counted at handing in
        assert kept == fresh, file


def test_every_file_that_was_handed_in_passes_the_check(files):
    for file in filter(lambda file: file.submitted_at, files):
        with company_scope(file.company_id):
            assert not [finding for finding in findings_of(file) if finding.blocks], file


def test_every_closed_year_is_as_it_was_when_it_was_closed(loaded, files):
    closed = [file for file in files if file.status == S.CLOSED]

    assert run("verify_closed_years") == f"{len(closed)} closed years are as they were.\n"
    assert len(closed) > 10


def test_handed_in_files_are_frozen_at_their_own_time(files):
    for file in files:
        with company_scope(file.company_id):
            made = dict(file.snapshots.values_list("kind", "made_at"))
            events = Event.objects.for_company(file.company).filter(data__year=file.cycle.year)
            told = dict(events.values_list("verb", "at"))
        assert made.get("submitted") == told.get("file.submitted") == file.submitted_at
        assert made.get("accepted") == told.get("file.accepted") == file.decided_at
        assert ("file.closed" in told) == (file.status == S.CLOSED)
        assert ("file.sent_back" in told) == (file.status == S.QUESTIONS_OPEN)


def test_everything_happened_in_order_and_before_today(files):
    end = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(23)))
    for file in files:
        answers = answers_of(file)
        moments = [answer.changed_at for answer in answers]
        if moments:
            assert file.opened_at <= min(moments)
            assert max(moments) == file.touched_at
        steps = [*moments[:1], max(moments, default=None), file.submitted_at, file.decided_at]
        told = [each for each in steps if each is not None]
        assert told == sorted(told), file
        assert all(each < end for each in told), file
        if file.submitted_at:
            assert timezone.localtime(file.submitted_at).date() <= file.cycle.deadline


def test_files_are_filled_in_and_submitted_by_their_own_people(files):
    seats = set(Membership.objects.active().values_list("company_id", "user_id"))
    for file in files:
        people = {answer.changed_by_id for answer in answers_of(file)} | {file.submitted_by_id}
        assert {(file.company_id, person) for person in people - {None}} <= seats


def test_every_answer_has_its_first_version(files):
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            kept = AnswerRevision.objects.for_company(company).filter(version=1).count()
            assert kept == Answer.objects.for_company(company).count()


def test_work_was_divided_and_notes_were_left(files):
    notes = works = completed = 0
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            mine = PartWork.objects.for_company(company)
            works += mine.exclude(assigned_to=None).count()
            completed += mine.exclude(completed_at=None).count()
            notes += ColleagueNote.objects.for_company(company).count()
    assert works > 300 and completed > 500 and notes > 80


def test_most_answers_that_claim_proof_have_it_and_some_of_it_expired(files):
    documents, versions, uses, expired, shared, kinds = 0, 0, 0, 0, 0, set()
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            mine = Evidence.objects.for_company(company)
            documents += mine.count()
            expired += mine.filter(valid_until__lt=TODAY).count()
            kinds |= set(mine.values_list("kind", flat=True))
            versions += EvidenceVersion.objects.for_company(company).count()
            uses += EvidenceUse.objects.for_company(company).count()
            shared += mine.annotate(n=Count("uses")).filter(n__gt=1).count()
    assert documents > 150 and versions > documents and uses > 2 * documents
    assert expired > 5 and len(kinds) > 10 and shared


def test_two_suppliers_declared_in_two_years_and_one_waits_for_a_decision(files):
    found = []
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            mine = Declaration.objects.for_company(company).select_related("file", "earlier")
            found += list(mine.order_by("declarer", "day"))
    assert [(one.declarer, one.day.year, one.state) for one in found] == [
        ("Contoh Logam Trading", 2025, "accepted"),
        ("Contoh Logam Trading", 2026, "accepted"),
        ("Handelshuis Dwarskade", 2025, "accepted"),
        ("Handelshuis Dwarskade", 2026, "preview"),
    ]
    assert found[3].earlier_id == found[2].pk
    assert found[3].smelter_count == 3 and found[3].warning_count >= 2


def test_plans_hold_actions_in_every_stand_some_late_and_some_stuck(files):
    stands, late, stuck, measured = set(), 0, 0, 0
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            mine = Action.objects.for_company(company)
            stands |= set(mine.values_list("status", flat=True))
            late += mine.late(TODAY).count()
            stuck += mine.exclude(help_asked_at=None).count()
            measured += Measurement.objects.for_company(company).count()
    assert stands == set(Action.Status) and late > 2 and stuck > 2 and measured > 40


def test_grave_risks_have_an_action_a_reason_or_still_nothing(files):
    covered_ones, explained, bare = 0, 0, 0
    for company in {file.company for file in files}:
        with company_scope(company.pk):
            mine = Risk.objects.for_company(company).filter(assessment__cycle__year=2026).kept()
            planned = covered(company)
            for risk in filter(needs_action, mine):
                covered_ones += risk.lineage in planned
                explained += bool(risk.no_action_reason)
                bare += risk.lineage not in planned and not risk.no_action_reason
    assert covered_ones > 20 and explained > 3 and bare > 3


def test_the_show_piece_moves_suppliers_weighs_leaving_and_handles_complaints(loaded):
    company = Company.objects.get(slug="gieterij-de-maas")
    with company_scope(company.pk):
        tries = LeverageEntry.objects.for_company(company)
        assert set(tries.values_list("reaction", flat=True)) == {"none", "partly", "agreed"}
        leaving = Disengagement.objects.for_company(company)
        assert set(leaving.values_list("status", flat=True)) == {"weighing", "continued"}
        for decided in leaving.exclude(decided_on=None):
            check_decision([entry.key for entry in catalogue("exit_checks")], decided.answers)
        channels = GrievanceChannel.objects.for_company(company)
        assert sorted(result_of(channel).untested for channel in channels) == [0, 8]
        cases = RemedyCase.objects.for_company(company).order_by("number")
        assert list(cases.values_list("status", flat=True)) == ["closed", "assessing"]
        joke, piet = (User.objects.get(name=name) for name in ("Joke Bakker", "Piet van Loon"))
        assert (cases.open_to(joke).count(), cases.open_to(piet).count()) == (2, 0)
        for case in cases:
            before = "received"
            for note in case.notes.order_by("at"):
                assert note.before == before
                check_step(note.before, note.after, note.text)
                before = note.after
            assert before == case.status


def test_the_show_piece_has_proof_of_every_sort_that_people_meet(loaded):
    company = Company.objects.get(slug="gieterij-de-maas")
    with company_scope(company.pk):
        mine = Evidence.objects.for_company(company)
        standing = EvidenceUse.objects.for_company(company).filter(assessment__cycle__year=2026)
        assert mine.filter(valid_until__lt=TODAY, uses__in=standing).exists()
        assert mine.alias(n=Count("versions")).filter(n=2).exists()
        assert mine.filter(uses__in=standing).alias(n=Count("uses")).filter(n__gt=1).exists()
        assert {True, False} == set(mine.values_list("is_confidential", flat=True))
        names = EvidenceVersion.objects.for_company(company).values_list("name", flat=True)
        assert {"pdf", "xlsx", "jpg"} == {name.rpartition(".")[2] for name in names}
        assert standing.filter(question="embed.policy").count() == 2
        assert mine.exclude(description="").exists()


def test_every_file_in_the_store_is_what_the_product_would_keep(loaded, store, tmp_path):
    """An upload of the same paper would be kept as the very same bytes."""
    company = Company.objects.get(slug="gieterij-de-maas")
    with company_scope(company.pk):
        versions = list(EvidenceVersion.objects.for_company(company))
        uses = EvidenceUse.objects.for_company(company).order_by("assessment__cycle__year")
        years = defaultdict(list)
        for key, year in uses.values_list("evidence", "assessment__cycle__year").distinct():
            years[key].append(year)
        declared = set(Declaration.objects.for_company(company).values_list("file", flat=True))
    assert len(versions) > 8 and declared
    papers = {paper.name: paper for paper in PAPERS}
    for version in versions:
        stored = (store / version.file).read_bytes()
        sent = stored  # a declaration is kept as the supplier sent it
        if version.pk not in declared:
            year = years[version.evidence_id][version.number - 1]
            sent = papers[version.name].make(
                About(company=company.name, city=company.city, year=year)
            )
        made, cleaned = tmp_path / "in", tmp_path / version.pk.hex
        made.write_bytes(sent)
        found = examine(version.name, made, cleaned)
        assert stored == found.path.read_bytes(), version.name
        assert hashlib.sha256(stored).hexdigest() == version.sha256
        assert len(stored) == version.size


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.kind)
def test_every_paper_of_the_demo_would_be_taken_as_proof(paper, tmp_path):
    about = About(company="Gieterij De Maas B.V.", city="Gorinchem", year=2026)
    (tmp_path / "in").write_bytes(paper.make(about))

    examined = examine(paper.name, tmp_path / "in", tmp_path / "out")

    assert examined.kind.endings[0] == paper.name.rpartition(".")[2]
    assert paper.make(about) == (tmp_path / "in").read_bytes(), "the same words, the same bytes"


def test_no_mail_waits_of_what_is_history(loaded, mailoutbox):
    assert set(OutboxItem.objects.values_list("task", flat=True)) <= {letters.TASK, ANNUAL}
    assert mailoutbox == []


def test_letters_stand_in_every_state_and_tell_nobody_of_history(loaded, files):
    found = []
    for file in files:
        with company_scope(file.company_id):
            found.extend(DecisionLetter.objects.of_file(file))
    assert {letter.kind for letter in found} == {"accepted", "questions"}
    assert {letter.status for letter in found} == {"queued", "failed"}
    assert all(letter.data()["on"] == f"{letter.at:%Y-%m-%d}" for letter in found)
    assert all(letter.at.date() <= TODAY for letter in found)
    assert 3 <= len(found) <= 20, "each takes the worker a second"
    queued = sum(letter.status == "queued" for letter in found)
    assert OutboxItem.objects.filter(task=letters.TASK).count() == queued
    assert any(letter.company.slug == "gieterij-de-maas" for letter in found)


def test_a_load_takes_a_fixed_number_of_statements_per_file(loaded, files):
    assert loaded <= MOST_STATEMENTS_PER_FILE * len(files)


def test_people_can_sign_in_with_the_demos_password(loaded):
    offered = sign_ins()
    roles = [one.role for one in offered]
    assert roles[:2] == ["editor, Gieterij De Maas", "approver, Gieterij De Maas"]
    assert {role.split(",")[0] for role in roles} == {
        "editor",
        "approver",
        "administrator",
        "reader",
        "owner",
        "reviewer",
        "releaser",
        "party",
    }
    for one in offered:
        assert Client().login(email=one.email, password=one.password), one.email
        address = EmailAddress.objects.get(email=one.email)
        assert address.verified and address.primary
    assert User.objects.values("password").distinct().count() == 1


def test_logins_are_told_line_by_line(loaded):
    lines = run("demo_logins").splitlines()
    assert (
        f"editor, Gieterij De Maas\tjoke.bakker@gieterij-de-maas.example\t{DEMO_PASSWORD}" in lines
    )
    assert all(line.count("\t") == 2 for line in lines) and len(lines) == 9


def test_a_second_run_changes_nothing_and_says_so(loaded):
    before = fingerprint()
    with CaptureQueriesContext(connection) as statements:
        said = run("load_demo", today=TODAY)
    assert "nothing has changed" in said
    assert fingerprint() == before
    assert not [one["sql"] for one in statements if one["sql"].startswith(("INSERT", "UPDATE"))]


def test_figures_of_the_sector_are_out_and_others_lie_before_the_members(loaded):
    releases = Release.objects.order_by("number")
    assert [(one.state, one.audience) for one in releases] == [
        (Release.State.PUBLISHED, Release.Audience.PUBLIC),
        (Release.State.IN_COMMENT, Release.Audience.PARTIES),
    ]
    published = releases[0]
    assert published.signed_by != published.prepared_by
    assert AnnualReport.objects.get().cycle.year == max(published.years)
    with sector_scope():
        said = set(ReleaseComment.objects.values_list("kind", flat=True))
    assert said == set(ReleaseComment.Kind)


# --- without the whole demo ----------------------------------------------------------------------


@pytest.fixture
def small_sector(db, monkeypatch):
    """A sector of the first four companies; its questionnaires are published already."""
    for code in ("2024", "2025", "2026"):
        published_version(code)
    whole = read_sector()
    monkeypatch.setattr(
        loading, "read_sector", lambda: replace(whole, companies=whole.companies[:4])
    )


@override_settings(IS_DEMO=False, DEBUG=False)
def test_invented_companies_are_refused_among_real_ones():
    with pytest.raises(CommandError, match="CONVENANT_DEMO=1"):
        call_command("load_demo")
    said = StringIO()
    call_command("demo_logins", stdout=said)
    assert said.getvalue() == ""


def test_no_logins_are_told_where_the_demo_was_not_loaded(db):
    assert run("demo_logins") == ""


def test_progress_is_told(small_sector):
    said = run("load_demo", today=TODAY)
    assert "4 of 4 companies" in said
    assert "Loaded 4 companies with 9 files, and 3 that think of joining." in said
    assert "demo_logins" in said


def test_an_interrupted_load_is_finished_by_the_next(small_sector, monkeypatch):
    with transaction.atomic():
        load_demo(TODAY)
        whole = fingerprint()
        transaction.set_rollback(True)

    tell = loading.tell

    def tell_until_the_plug_is_pulled(story, *others):
        if story.scene.company.slug == "schroothoek-dintelwaard" and story.scene.year == 2025:
            raise KeyboardInterrupt
        tell(story, *others)

    with monkeypatch.context() as pulled:
        pulled.setattr(loading, "tell", tell_until_the_plug_is_pulled)
        with pytest.raises(KeyboardInterrupt):
            load_demo(TODAY)
    assert Company.objects.members().count() == 2, "a company is there with all its years or not"
    assert load_demo(TODAY).companies == 2
    assert fingerprint() == whole


def test_what_comes_later_has_not_happened_yet(small_sector):
    load_demo(datetime.date(2026, 3, 12))
    bronze = Company.objects.get(slug="bronsgieterij-klokkenwiel")
    with company_scope(bronze.pk):
        mine = Assessment.objects.for_company(bronze).with_cycle().order_by("cycle__year")
        assert [(f.cycle.year, f.status) for f in mine] == [(2024, S.CLOSED), (2025, S.SUBMITTED)]
    assert not Company.objects.filter(status="prospect").exists()


@pytest.mark.full
def test_two_loads_give_the_same_demo(db):
    told = []
    for _ in range(2):
        with transaction.atomic():
            load_demo(TODAY)
            told.append(fingerprint())
            transaction.set_rollback(True)
        assert not Company.objects.exists()
    assert told[0] == told[1]
