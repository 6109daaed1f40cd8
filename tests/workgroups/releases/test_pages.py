"""The pages of releases: the register, the steps, what a member says, and who may come where."""

import datetime

import pytest
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from tests.factories import (
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
)
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
from workgroups.models import Release, ReleaseComment

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    """One company with a file."""
    return files(1)[0]


def page(release: Release, act: str = "") -> str:
    """Return the address of a release for the secretariat."""
    return f"/sector/releases/{release.number}/{act and act + '/'}"


def comment_page(release: Release, company) -> str:
    """Return the address of what a company says of it."""
    return f"/companies/{company.slug}/releases/{release.number}/"


def test_the_register_tells_who_released_what_to_whom(client_of, file):
    who = releaser(name="Ria Vrijgever")
    release = published(prepared([file], by=ReviewerFactory(name="Bo Klaarzetter")), by=who)
    text = client_of(ReviewerFactory()).get("/sector/releases/").content.decode()
    for words in (release.number, "De sector in 2026", "Bo Klaarzetter", "Ria Vrijgever"):
        assert words in text
    assert "iedereen" in text and "Gepubliceerd" in text


def test_the_page_tells_what_is_withheld_and_why_beside_last_time(client_of, file, max_queries):
    published(prepared([file]))
    release = prepared([file], of=tables(basic=None))
    client = client_of(ReviewerFactory())
    with max_queries(26):
        text = client.get(page(release)).content.decode()
    assert "2 van 4 cijfers" in text and "2 weggelaten" in text
    assert "te weinig deelnemers" in text
    assert "samen met andere cijfers is één deelnemer te herkennen" in text
    assert "Vorige keer (V-" in text and "35%" in text
    assert file.company.name in text and f"{0:064x}"[:16] in text


def test_who_is_not_of_the_secretariat_does_not_see_the_register(client_of, file):
    release = prepared([file])
    for person in (PartyUserFactory(), ReaderFactory(of=file.company), UserFactory()):
        for address in ("/sector/releases/", page(release)):
            assert client_of(person).get(address).status_code == 403
        assert client_of(person).post(page(release, "sign")).status_code == 403
    assert client_of().get("/sector/releases/").status_code == 302


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_only_a_releaser_signs_and_publishes(client_of, file, role):
    client = client_of(ReviewerFactory(secretariat_role=role))
    release = in_comment(prepared([file]), asks_all=False)
    for act in ("sign", "publish"):
        assert client.post(page(release, act)).status_code == 403
    assert Release.objects.get(pk=release.pk).state == "in_comment"


def test_a_reviewer_withdraws_nothing(client_of, file):
    release = published(prepared([file]))
    client = client_of(ReviewerFactory())
    assert client.post(page(release, "withdraw"), {"reason": REASON}).status_code == 403
    assert Release.objects.get(pk=release.pk).is_out


def test_from_the_members_to_the_readers_by_the_pages_alone(client_of, file, run_outbox):
    release = prepared([file])
    officer, approver = ReviewerFactory(), ApproverFactory(of=file.company)
    until = timezone.localdate() + datetime.timedelta(20)
    sent = {"until": until.isoformat(), "asks_all": "on"}
    assert client_of(officer).post(page(release, "comments"), sent).status_code == 302
    run_outbox()
    boss = client_of(releaser())
    refused = boss.post(page(release, "sign"))
    assert refused.status_code == 422 and "kan nog 1 lid reageren" in refused.content.decode()

    mine = client_of(approver)
    seen = mine.get(comment_page(release, file.company)).content.decode()
    assert "Aluminium" in seen or "Tin" in seen
    assert mine.post(comment_page(release, file.company), {"kind": "agree"}).status_code == 302
    assert boss.post(page(release, "sign")).status_code == 302
    assert boss.post(page(release, "publish")).status_code == 302
    assert client_of().get(f"/public/figures/{release.number}/").status_code == 200


def test_signing_asks_again_who_it_is_after_a_while(client_of, file, settings):
    release = in_comment(prepared([file]), asks_all=False)
    client = client_of(releaser())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    reply = client.post(page(release, "sign"))
    assert reply.status_code == 302 and f"next=/sector/releases/{release.number}/" in (
        reply["Location"].replace("%2F", "/")
    )
    assert Release.objects.get(pk=release.pk).state == "in_comment"


def test_who_prepared_it_reads_why_signing_is_for_another(client_of, file):
    who = releaser()
    release = in_comment(prepared([file], by=who), asks_all=False)
    client = client_of(who)
    assert "U zette deze cijfers klaar" in client.get(page(release)).content.decode()
    assert client.post(page(release, "sign")).status_code == 422


def test_a_refusal_keeps_what_was_typed(client_of, file):
    client, release = client_of(ReviewerFactory()), prepared([file])
    soon = (timezone.localdate() + datetime.timedelta(3)).isoformat()
    reply = client.post(page(release, "comments"), {"until": soon})
    assert reply.status_code == 422 and soon in reply.content.decode()
    assert "ten minste 14 dagen" in reply.content.decode()
    reply = client.post(page(release, "drop"), {"reason": "zo"})
    assert reply.status_code == 422 and "Schrijf in een zin waarom." in reply.content.decode()
    assert client.post(page(release, "drop"), {"reason": REASON}).status_code == 302
    later = (timezone.localdate() + datetime.timedelta(30)).isoformat()
    assert client.post(page(release, "comments"), {"until": later}).status_code == 302
    assert Release.objects.get(pk=release.pk).state == "dropped"


def test_more_time_is_later_than_it_was(client_of, file):
    client, release = client_of(ReviewerFactory()), in_comment(prepared([file]))
    early = release.comment_until.isoformat()
    assert client.post(page(release, "time"), {"until": early}).status_code == 422
    later = release.comment_until + datetime.timedelta(7)
    assert client.post(page(release, "time"), {"until": later.isoformat()}).status_code == 302
    assert Release.objects.get(pk=release.pk).comment_until == later


def test_a_member_objects_in_words_that_stay_with_the_secretariat(client_of, file):
    other = CompanyFactory()
    release = in_comment(prepared([file]))
    mine = client_of(ApproverFactory(of=file.company))
    address = comment_page(release, file.company)
    empty = mine.post(address, {"kind": "object", "text": ""})
    assert empty.status_code == 422 and "Schrijf waarom" in empty.content.decode()
    sent = {"kind": "object", "text": "Wij zijn de enige met tin."}
    assert mine.post(address, sent).status_code == 302

    assert "de enige met tin" in mine.get(address).content.decode()
    assert "de enige met tin" in client_of(ReviewerFactory()).get(page(release)).content.decode()
    stranger = client_of(ApproverFactory(of=other))
    assert "de enige met tin" not in stranger.get(comment_page(release, other)).content.decode()
    assert stranger.get(address).status_code == 404
    with company_scope(file.company_id):
        assert Event.objects.filter(verb="release.objected").count() == 1


def test_who_may_not_speak_for_the_company_only_reads(client_of, file):
    release = in_comment(prepared([file]))
    address = comment_page(release, file.company)
    for person in (ReaderFactory(of=file.company), EditorFactory(of=file.company)):
        client = client_of(person)
        text = client.get(address).content.decode()
        assert "Reactie versturen" not in text and "mag indienen" in text
        assert client.post(address, {"kind": "agree"}).status_code == 403
    assert client_of(ReviewerFactory()).post(address, {"kind": "agree"}).status_code == 403
    with company_scope(file.company_id):
        assert not ReleaseComment.objects.exists()


def test_who_was_not_asked_finds_nothing(client_of, file):
    release = in_comment(prepared([file]), asks_all=False)
    client = client_of(ApproverFactory(of=file.company))
    assert client.get(comment_page(release, file.company)).status_code == 404


def test_after_it_went_out_the_page_leads_to_the_figures(client_of, file):
    release = in_comment(prepared([file]))
    client = client_of(ApproverFactory(of=file.company))
    address = comment_page(release, file.company)
    client.post(address, {"kind": "agree"})
    boss = client_of(releaser())
    boss.post(page(release, "sign"))
    text = client.get(address).content.decode()
    assert "niet meer ter inzage" in text and "40%" not in text
    boss.post(page(release, "publish"))
    assert f"/figures/{release.number}/" in client.get(address).content.decode()
    assert client.post(address, {"kind": "remark", "text": "Nog iets"}).status_code == 422


def test_an_own_place_is_set_beside_what_was_released(client_of):
    from tests.diligence.files import complete_file

    company = CompanyFactory()
    assessment = complete_file(company)
    client = client_of(ReaderFactory(of=company))
    address = f"/companies/{company.slug}/{YEAR}/place/"
    assert "nog niet ingediend" in client.get(address).content.decode()
    with company_scope(company.pk):
        type(assessment).objects.filter(pk=assessment.pk).update(
            submitted_at=timezone.now(), figures=assessment.figures | {"band": "basic"}
        )
    text = client.get(address).content.decode()
    assert "nog geen cijfers van de sector gepubliceerd" in text

    published(prepared([assessment]))
    text = client.get(address).content.decode()
    assert "(hier staat u)" in text and "35%" in text and "12 van 14 deelnemers" in text
    assert "gemiddelde van de sector" in text

    published(prepared([assessment], of=tables(basic=None)))
    text = client.get(address).content.decode()
    assert "zou kunnen uitrekenen wat één deelnemer" in text
    assert client_of(ReaderFactory()).get(address).status_code == 404
