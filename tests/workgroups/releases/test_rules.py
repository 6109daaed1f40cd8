"""A release goes its steps, and the database itself refuses what the rules do not allow."""

import contextlib
import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from companies.events import record
from companies.models import Event, Notice
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from convenant.tenancy.sector import sector_scope
from diligence.models import Agreement, FileReview, FileStep, ReportCode, SecretariatScore
from diligence.services.codes import state_of_code
from tests.background import run_all
from tests.factories import ApproverFactory, CompanyFactory, ReaderFactory, ReviewerFactory
from tests.workgroups.releases.made import (
    REASON,
    YEAR,
    files,
    in_comment,
    prepared,
    published,
    releaser,
    tables,
)
from workgroups.models import (
    Release,
    ReleaseAct,
    ReleaseComment,
    ReleaseConsultation,
    ReleaseSource,
)
from workgroups.queries.releases import said_of, sources_of
from workgroups.released_queries import latest, once_out, released, replaced_by, table, tables_of
from workgroups.services.releases import commenting, going_out
from workgroups.services.releases.commenting import NothingSaid, TooLate, TooShort, say
from workgroups.services.releases.going_out import (
    NoReason,
    NotApart,
    Objections,
    StillCommenting,
)
from workgroups.services.releases.moving import WrongState
from workgroups.services.releases.preparing import InvalidRelease

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def asked_of(release: Release, company) -> ReleaseConsultation:
    """Return what this company was asked; call it in its scope."""
    found = ReleaseConsultation.objects.select_related("company", "release")
    return found.get(company=company, release=release)


def says(release: Release, company, kind: str, text: str = "", by=None) -> None:
    """Let a company say something."""
    person = by or ApproverFactory(of=company)
    with company_scope(company.pk):
        say(asked_of(release, company), kind, text, by=person)


def refused(release: Release, **fields) -> str:
    """Change a row past every service, and return what the database says of it."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), sector_scope():
        Release.objects.filter(pk=release.pk).update(**fields)
    return str(error.value)


def test_it_keeps_protected_tables_and_the_hashes_it_was_made_from():
    release = prepared(mine := files(3))

    assert release.number == f"V-{timezone.localdate().year}-01"
    assert release.state == "prepared" and release.companies == 3
    assert [one for one, _name in sources_of(release)] == [
        one for one, _name in sorted(sources_of(release), key=lambda pair: pair[1])
    ]
    with officer_scope(mine[0].company_id):
        [source] = ReleaseSource.objects.filter(release=release)
    assert source.sha256 == f"{0:064x}" and source.year == YEAR
    with company_scope(mine[0].company_id):
        assert not ReleaseSource.objects.filter(release=release).exists()
    assert ReleaseAct.objects.get(release=release).kind == "prepared"


def test_numbers_follow_each_other():
    mine = files(1)
    first, second = prepared(mine), prepared(mine)
    assert int(second.number[-2:]) == int(first.number[-2:]) + 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title_en": " "}, {"title_en": "missing"}),
        ({"title_nl": "x" * 121}, {"title_nl": "too_long"}),
        ({"years": ()}, {"years": "unknown"}),
        ({"years": (1999,)}, {"years": "unknown"}),
        ({"audience": "nobody"}, {"audience": "unknown"}),
    ],
)
def test_what_can_not_be_is_refused(said, problem):
    with pytest.raises(InvalidRelease) as error:
        prepared(files(1), **said)
    assert error.value.problems == problem
    assert not Release.objects.exists()


def test_all_members_are_asked_with_a_reason_a_notice_and_a_line_in_the_log():
    small, inside = files(2)
    beside = CompanyFactory()
    approver = ApproverFactory(of=small.company)
    ReaderFactory(of=small.company)
    release = in_comment(prepared([small, inside], recognisable=[small.company_id]))

    assert release.state == "in_comment"
    why = {one.slug: one.why for one in said_of(release)}
    assert why == {
        small.company.slug: "recognisable",
        inside.company.slug: "inside",
        beside.slug: "member",
    }
    with person_scope(approver.pk):
        notice = Notice.objects.get(person=approver, kind="release.asked")
    assert notice.url == f"/companies/{small.company.slug}/releases/{release.number}/"
    assert notice.urgent
    with company_scope(small.company_id):
        assert Event.objects.filter(verb="release.asked").count() == 1


def test_without_asking_all_only_who_is_recognisable_is_asked():
    small, inside = files(2)
    release = in_comment(prepared([small, inside], recognisable=[small.company_id]), asks_all=False)
    assert [one.slug for one in said_of(release)] == [small.company.slug]


def test_asking_goes_on_where_it_stopped_and_tells_nobody_twice(monkeypatch):
    monkeypatch.setattr(commenting, "A_STEP", 1)
    mine = files(3)
    release = in_comment(prepared(mine))
    commenting.ask_members(release.pk, "")
    run_all()

    assert release.state == "in_comment" and len(said_of(release)) == 3
    with company_scope(mine[0].company_id):
        assert Event.objects.filter(verb="release.asked").count() == 1


def test_members_have_two_weeks_at_least():
    release = prepared(files(1))
    with pytest.raises(TooShort):
        in_comment(release, days=13)
    release = in_comment(release, days=14)
    with pytest.raises(TooShort):
        commenting.give_more_time(release, release.comment_until, by=None)
    commenting.give_more_time(release, release.comment_until + DAY, by=None)


def test_what_a_member_says_is_read_by_the_secretariat_and_by_no_other_member():
    one, other = files(2)
    officer = ReviewerFactory()
    release = in_comment(prepared([one, other]))
    says(release, one.company, "object", "Wij zijn de enige met tin.")

    [mine] = [said for said in said_of(release) if said.slug == one.company.slug]
    assert mine.stands == "object"
    assert mine.comments[0][1] == "Wij zijn de enige met tin."
    with company_scope(other.company_id):
        assert not ReleaseComment.objects.exists()
    with person_scope(officer.pk):
        told = Notice.objects.get(person=officer, kind="release.answered")
    assert "tin" not in str(told)


def test_a_member_that_says_nothing_or_too_late_is_told_so():
    [file] = files(1)
    release = in_comment(prepared([file]))
    with pytest.raises(NothingSaid):
        says(release, file.company, "object", "  ")
    Release.objects.filter(pk=release.pk).update(comment_until=release.comment_until + DAY)
    late = in_comment_until_yesterday([file])
    with pytest.raises(TooLate):
        says(late, file.company, "remark", "Nog iets.")
    says(late, file.company, "agree")
    with pytest.raises(IntegrityError), transaction.atomic(), company_scope(file.company_id):
        ReleaseComment.objects.create(
            company=file.company, consultation=asked_of(late, file.company), kind="object", text="x"
        )


def in_comment_until_yesterday(mine) -> Release:
    """Return a release of which the last day was yesterday: members were asked long ago."""
    release = prepared(mine)
    Release.objects.filter(pk=release.pk).update(comment_until=timezone.localdate() - DAY)
    for one in mine:
        with officer_scope(one.company_id):
            ReleaseConsultation.objects.create(company=one.company, release=release, why="inside")
    Release.objects.filter(pk=release.pk).update(state="in_comment")
    return Release.objects.get(pk=release.pk)


def test_the_secretariat_never_speaks_for_a_member():
    [file] = files(1)
    release = in_comment(prepared([file]))
    with pytest.raises(IntegrityError), transaction.atomic(), officer_scope(file.company_id):
        ReleaseComment.objects.create(
            company=file.company, consultation=asked_of(release, file.company), kind="agree"
        )


def test_before_the_last_day_nothing_goes_out_unless_everybody_agreed():
    one, other = files(2)
    release, who = in_comment(prepared([one, other])), releaser()
    says(release, one.company, "agree")
    with pytest.raises(StillCommenting) as error:
        going_out.sign(release, by=who)
    assert error.value.silent == 1 and error.value.until == release.comment_until
    now = timezone.now()
    said = refused(release, state="signed", signed_by=who, signed_at=now)
    assert "members may still comment" in said

    says(release, other.company, "agree")
    going_out.sign(release, by=who)
    assert Release.objects.get(pk=release.pk).state == "signed"


def test_over_an_objection_nothing_goes_out_also_after_the_last_day():
    [file] = files(1)
    who, now = releaser(), timezone.now()
    release = in_comment(prepared([file]))
    says(release, file.company, "object", "Dit gaat over ons.")
    with pytest.raises(Objections) as error:
        going_out.sign(release, by=who)
    assert error.value.companies == (file.company.name,)
    assert "a member objects" in refused(release, state="signed", signed_by=who, signed_at=now)

    says(release, file.company, "agree")
    going_out.sign(release, by=who)


def test_silence_until_the_last_day_is_no_hindrance():
    release = in_comment_until_yesterday(files(1))
    going_out.sign(release, by=releaser())
    assert Release.objects.get(pk=release.pk).state == "signed"


def test_who_prepared_it_does_not_sign_it():
    who, now = releaser(), timezone.now()
    release = in_comment(prepared(files(1), by=who), asks_all=False)
    with pytest.raises(NotApart) as error:
        going_out.sign(release, by=who)
    assert error.value.why == "prepared"
    assert "who signs" in refused(release, state="signed", signed_by=who, signed_at=now)


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_only_a_releaser_signs(role):
    who, now = ReviewerFactory(secretariat_role=role), timezone.now()
    release = in_comment(prepared(files(1)), asks_all=False)
    with pytest.raises(NotApart) as error:
        going_out.sign(release, by=who)
    assert error.value.why == "role"
    assert "only a releaser" in refused(release, state="signed", signed_by=who, signed_at=now)


PARTS = ("assigned_to", "held_by")


@pytest.mark.parametrize("part", PARTS)
def test_who_had_a_file_in_hand_does_not_sign(part):
    one, other = files(2)
    who, now = releaser(), timezone.now()
    with officer_scope(other.company_id):
        held = {"held_since": now, "busy_at": now} if part == "held_by" else {}
        FileReview.objects.create(company=other.company, assessment=other, **{part: who}, **held)
    release = in_comment(prepared([one, other]), asks_all=False)
    with pytest.raises(NotApart) as error:
        going_out.sign(release, by=who)
    assert error.value.why == "reviewed"
    assert "reviewed no file" in refused(release, state="signed", signed_by=who, signed_at=now)
    going_out.sign(release, by=releaser())


@pytest.mark.parametrize("what", ["decided", "scored", "agreed", "logged"])
def test_who_decided_scored_or_agreed_in_a_file_does_not_sign(what):
    [file] = files(1)
    who, now = releaser(), timezone.now()
    mine = {"company": file.company, "assessment": file, "by": who}
    with officer_scope(file.company_id):
        if what == "decided":
            FileStep.objects.create(
                before="submitted", after="accepted", by_secretariat=True, **mine
            )
        elif what == "scored":
            SecretariatScore.objects.create(question="embed.policy", level=1, reason="Zo.", **mine)
        elif what == "agreed":
            Agreement.objects.create(question="embed.policy", version=1, **mine)
        else:
            record(file.company, "review.held", by=who, year=YEAR)
    release = in_comment(prepared([file]), asks_all=False)
    with pytest.raises(NotApart):
        going_out.sign(release, by=who)
    assert "reviewed no file" in refused(release, state="signed", signed_by=who, signed_at=now)


@pytest.mark.parametrize("is_company", [True, False])
def test_outside_the_sector_scope_the_database_lets_nothing_out(is_company):
    [file] = files(1)
    release, who = in_comment(prepared([file]), asks_all=False), releaser()
    scope = company_scope(file.company_id) if is_company else contextlib.nullcontext()
    with pytest.raises(DatabaseError) as error, transaction.atomic(), scope:
        Release.objects.filter(pk=release.pk).update(
            state="signed", signed_by=who, signed_at=timezone.now()
        )
    assert ("every objection is seen" if is_company else "no tenant scope") in str(error.value)


def test_what_it_says_never_changes():
    release = published(prepared(files(1)))
    for fields in (
        {"tables": []},
        {"title_nl": "Anders"},
        {"audience": "parties"},
        {"years": [2025]},
        {"companies": 99},
        {"code": "AAAA-AAAA-AAAA"},
        {"prepared_by": ReviewerFactory()},
    ):
        assert "never changes" in refused(release, **fields)
    assert "steps alone" in refused(release, published_at=timezone.now())
    assert "no step" in refused(release, state="prepared")
    assert "has a reason" in refused(release, state="withdrawn")
    assert "erratum" in refused(release, state="superseded")


def test_published_it_is_read_and_its_code_is_genuine():
    release = prepared(files(2))
    assert latest("public", YEAR) is None and once_out("public", release.number) is None
    assert not tables_of(release)
    release = published(release)

    assert list(released("public")) == [release]
    assert latest("public", YEAR) == release and latest("public", 2025) is None
    assert [one.name for one in tables_of(release)] == [one.name for one in tables()]
    found = table("bands", YEAR, "public")
    assert found and found[1].cell("basic").value == "35"
    assert state_of_code(release.code) == "genuine"


def test_what_is_for_the_parties_is_not_for_the_public():
    release = published(prepared(files(1), audience="parties"))
    assert list(released("parties")) == [release]
    assert not released("public").exists() and once_out("public", release.number) is None


def test_an_erratum_takes_the_place_of_the_old_one_once_it_is_out():
    mine = files(1)
    old = published(prepared(mine))
    new = prepared(mine, corrects=old, correction=REASON, of=tables(basic="30"))
    assert Release.objects.get(pk=old.pk).is_out
    new = published(new)
    old = Release.objects.get(pk=old.pk)

    assert old.state == "superseded" and old.ended_reason == REASON
    assert list(released("public")) == [new] and replaced_by(old) == new
    assert not tables_of(old)
    assert state_of_code(old.code) == "superseded" and state_of_code(new.code) == "genuine"
    found = table("bands", YEAR, "public")
    assert found and found[1].cell("basic").value == "30"


def test_an_erratum_says_what_was_wrong_of_what_is_out():
    mine = files(1)
    first = prepared(mine)
    with pytest.raises(InvalidRelease) as error:
        prepared(mine, corrects=first, correction=REASON)
    assert error.value.problems == {"corrects": "not_out"}
    with pytest.raises(InvalidRelease) as error:
        prepared(mine, corrects=published(first), correction="fout")
    assert error.value.problems == {"correction": "too_short"}


def test_withdrawn_it_is_read_no_more():
    release = published(prepared(files(1)))
    with pytest.raises(NoReason):
        going_out.withdraw(release, " ", by=releaser())
    going_out.withdraw(release, REASON, by=releaser())
    release = Release.objects.get(pk=release.pk)

    assert not released("public").exists() and not tables_of(release)
    assert state_of_code(release.code) == "withdrawn"
    assert ReportCode.objects.count() == 1
    with pytest.raises(WrongState):
        going_out.withdraw(release, REASON, by=releaser())


def test_what_is_not_out_can_be_dropped_and_then_goes_nowhere():
    release = in_comment(prepared(files(1)))
    going_out.drop(release, REASON, by=ReviewerFactory())
    with pytest.raises(WrongState):
        going_out.sign(release, by=releaser())
    assert "no step" in refused(release, state="in_comment")


def test_nobody_takes_a_release_or_its_acts_away():
    release = prepared(files(1))
    for rows in (Release.objects.filter(pk=release.pk), ReleaseAct.objects.all()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows._raw_delete(rows.db)
    assert Release.objects.filter(pk=release.pk).exists()
