"""What costs much can be asked often, and not endlessly; and who counts may be away."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from redis.exceptions import ConnectionError as NoRedis

from companies.models import Invitation
from convenant import limits
from diligence.models import Archive, Evidence, ProgressReport
from diligence.views import archives, exports, reports, uploading
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReviewerFactory,
)
from workgroups.models import ReportRun
from workgroups.views import member_sheets, report_runs

pytestmark = pytest.mark.django_db
NL = {"language": "nl", "variant": "full"}


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas", slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def admin(company):
    return AdminFactory(of=company)


@pytest.fixture
def once(monkeypatch):
    """Return a function that lets a view be asked one time."""

    def allow(view, method: str) -> None:
        tight = replace(view.limits[method], most=1)
        monkeypatch.setattr(view, "limits", {method: tight})

    return allow


@pytest.fixture
def without_redis(monkeypatch):
    def away(*args, **kwargs):
        raise NoRedis

    for act in ("add", "incr", "delete"):
        monkeypatch.setattr(limits.cache, act, away)


def in_year(name, file):
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year])


COMPANYS = [
    (reports.Reports, "post", lambda file: in_year("reports", file), NL),
    (archives.Archives, "post", lambda file: reverse("diligence:archives", args=["de-maas"]), {}),
    (
        exports.ExportYear,
        "get",
        lambda file: reverse("diligence:export", args=["de-maas", file.cycle.year, "json"]),
        {},
    ),
]
SECTORS = [
    (report_runs.ReportRuns, "post", "sector:report-runs", NL),
    (member_sheets.MemberWorkbook, "get", "sector:members-xlsx", {}),
    (member_sheets.MemberCsv, "get", "sector:members-csv", {}),
]


def check_refusal(refused) -> None:
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3600"
    assert "Binnen 60 minuten kan het weer." in refused.text
    assert "Uw antwoorden zijn bewaard" in refused.text
    assert 'class="sorry"' in refused.text


@pytest.mark.parametrize(("view", "method", "address", "data"), COMPANYS)
def test_one_time_too_many_is_told_and_another_person_goes_on(
    client_of, file, admin, company, once, view, method, address, data
):
    once(view, method)
    mine, others = client_of(admin), client_of(AdminFactory(of=company))
    url = address(file)

    assert getattr(mine, method)(url, data).status_code in (200, 302)
    check_refusal(getattr(mine, method)(url, data))
    assert getattr(others, method)(url, data).status_code in (200, 302)


@pytest.mark.parametrize(("view", "method", "name", "data"), SECTORS)
def test_the_secretariat_has_its_limits(client_of, once, view, method, name, data):
    year = CycleFactory().year
    once(view, method)
    client, url = client_of(ReviewerFactory()), reverse(name, args=[year])

    assert getattr(client, method)(url, data).status_code in (200, 302)
    check_refusal(getattr(client, method)(url, data))


def test_a_refused_request_makes_nothing(client_of, file, admin, once, in_scope):
    once(reports.Reports, "post")
    once(archives.Archives, "post")
    client = client_of(admin)
    for _again in range(3):
        client.post(in_year("reports", file), {"language": "nl", "variant": "full"})
        client.post(in_year("reports", file), {"language": "en", "variant": "full"})
        client.post(reverse("diligence:archives", args=["de-maas"]))
    with in_scope(file.company):
        assert ProgressReport.objects.count() == 1
        assert Archive.objects.count() == 1
    assert ReportRun.objects.count() == 0


def test_looking_is_never_counted(client_of, file, admin, once):
    once(reports.Reports, "post")
    client = client_of(admin)
    assert {client.get(in_year("reports", file)).status_code for _ in range(5)} == {200}


def test_who_may_not_is_refused_before_anything_is_counted(client_of, file, once):
    once(archives.Archives, "post")
    client = client_of(EditorFactory(of=file.company))
    url = reverse("diligence:archives", args=["de-maas"])
    assert [client.post(url).status_code for _ in range(3)] == [403] * 3


def test_a_file_too_many_is_told_on_the_page_and_nothing_typed_is_lost(
    client_of, file, admin, monkeypatch, in_scope
):
    monkeypatch.setattr(uploading, "UPLOADS", replace(limits.UPLOADS, most=1))
    client, url = client_of(admin), reverse("diligence:library", args=["de-maas"])

    def add(name):
        sent = SimpleUploadedFile(name, b"Ons beleid, vastgesteld.\n", "text/plain")
        return client.post(url, {"files": sent, "title": "Beleid & meer"})

    assert add("een.txt").status_code == 302
    refused = add("twee.txt")
    assert refused.status_code == 422
    assert "Binnen een uur kan het weer" in refused.text
    assert "Beleid &amp; meer" in refused.text
    with in_scope(file.company):
        assert Evidence.objects.count() == 1


def test_an_invitation_too_many_is_told_at_the_form(client_of, company, admin, monkeypatch):
    monkeypatch.setattr("companies.views.members.INVITATIONS", replace(limits.INVITATIONS, most=1))
    client, url = client_of(admin), reverse("companies:invite", args=[company.slug])

    assert client.post(url, {"email": "een@de-maas.example", "role": "editor"}).status_code == 302
    refused = client.post(url, {"email": "twee@de-maas.example", "role": "editor"})
    assert refused.status_code == 422
    assert "Probeer het later" in refused.text
    assert 'value="twee@de-maas.example"' in refused.text
    assert Invitation.objects.count() == 1


class TestWithoutRedis:
    """Nobody counts, and everybody goes on."""

    @pytest.mark.parametrize(("view", "method", "address", "data"), COMPANYS)
    def test_people_go_on(
        self, client_of, file, admin, once, without_redis, view, method, address, data
    ):
        once(view, method)
        client = client_of(admin)
        answers = [getattr(client, method)(address(file), data).status_code for _ in range(3)]
        assert set(answers) <= {200, 302}

    def test_the_way_back_is_mailed(self, client_of, file, admin, without_redis, mailoutbox):
        answer = client_of(admin).post(in_year("link-back", file), follow=True)
        assert f"De link is verstuurd naar {admin.email}" in answer.text
        assert len(mailoutbox) == 1

    def test_a_limit_says_in_the_log_that_nobody_counts(self, without_redis, caplog):
        limit = limits.Limit("trial", 0, 60)
        assert not limit.is_passed("me")
        limit.forget("me")
        assert caplog.text.count("Nobody counts trial") == 2


def test_a_window_that_closes_between_two_steps_begins_anew(monkeypatch):
    def gone(key):
        raise ValueError(key)

    monkeypatch.setattr(limits.cache, "incr", gone)
    assert not limits.Limit("trial", 0, 60).is_passed("me")


def test_each_name_is_counted_apart():
    one, other = limits.Limit("one", 1, 60), limits.Limit("other", 1, 60)
    who = CompanyFactory().pk
    assert [one.is_passed(who), one.is_passed(who), other.is_passed(who)] == [False, True, False]
    one.forget(who)
    assert not one.is_passed(who)
