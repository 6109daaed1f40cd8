"""Where the logs end leaves the system once a day, and can be held against them later."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from companies.events import record
from companies.models import LogDay
from companies.services.log_check import head_of
from companies.services.log_heads import keep_heads
from companies.tasks import keep_log_heads, send_log_heads
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.LOG_HEAD_ADDRESSES = ["notaris@elders.example", "auditor@elders.example"]


@pytest.fixture
def company():
    company = CompanyFactory(name="Gieterij Geheim")
    CompanyFactory()  # without a log yet
    with company_scope(company.pk):
        record(company, "member.joined", by=None, role="editor")
    return company


def test_one_mail_a_day_in_two_languages_with_every_head(company, run_outbox):
    keep_log_heads()
    keep_log_heads()
    run_outbox()
    [sent] = mail.outbox
    with company_scope(company.pk):
        head = head_of(company)
    assert sent.to == ["notaris@elders.example", "auditor@elders.example"]
    assert f"{company.pk} 1 {head.hash}\n" in sent.body
    assert "Bewaar deze e-mail" in sent.body and "Keep this mail" in sent.body
    assert "Geheim" not in sent.body + sent.subject


def test_the_mail_itself_can_be_fed_back(company, run_outbox, tmp_path):
    keep_heads()
    run_outbox()
    kept = tmp_path / "mail.eml"
    kept.write_bytes(mail.outbox[0].message().as_bytes())
    out = io.StringIO()
    call_command("verify_log", "--heads", str(kept), stdout=out)
    assert out.getvalue() == "2 logs are whole, 1 kept heads fit.\n"


def test_a_mail_that_can_not_go_goes_later_and_once(company, run_outbox, monkeypatch):
    def refuse(message):
        raise OSError("no route")

    keep_heads()
    day = timezone.localdate().isoformat()
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(OSError):
            send_log_heads.apply(kwargs={"day": day}, throw=True, retries=99)
    assert OutboxItem.objects.filter(task="companies.tasks.send_log_heads").exists()
    run_outbox()
    send_log_heads.apply(kwargs={"day": day}, throw=True)
    assert len(mail.outbox) == 1


def test_without_addresses_they_are_kept_here(company, run_outbox, settings):
    settings.LOG_HEAD_ADDRESSES = []
    keep_heads()
    run_outbox()
    assert mail.outbox == [] and str(company.pk) in LogDay.objects.get().text
