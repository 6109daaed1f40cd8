"""Standard remarks: there from the start, in two languages, and the secretariat's own to keep."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from companies.permissions import SecretariatRole
from tests.factories import AdminFactory, PartyUserFactory, ReviewerFactory
from workgroups.models import TextBlock

pytestmark = pytest.mark.django_db
URL = "/review/blocks/"
NEW = {
    "title_nl": "Datum ontbreekt",
    "text_nl": "Wanneer is dit klaar?",
    "title_en": "Date is missing",
    "text_en": "When will this be done?",
    "position": "5",
}


@pytest.fixture
def desk(client_of):
    return client_of(ReviewerFactory(name="Marieke de Wit"))


def test_there_are_remarks_to_begin_with_in_both_languages():
    """Made anew here: a test with transactions of its own may have emptied every table."""
    TextBlock.objects.all().delete()
    first = import_module("workgroups.migrations.0003_text_blocks")
    first.begin(apps, SimpleNamespace(connection=connection))
    assert TextBlock.objects.count() >= 10
    for block in TextBlock.objects.all():
        assert block.text("nl") != block.text("en") and block.title("en") and block.title("nl")


def test_a_remark_is_added_changed_and_taken_out_of_use(desk):
    assert desk.post(URL, NEW).url == URL
    block = TextBlock.objects.get(title_nl="Datum ontbreekt")
    assert block.changed_by.name == "Marieke de Wit"
    assert "Wanneer is dit klaar?" in desk.get(URL).text

    own = f"{URL}{block.pk}/"
    assert "Datum ontbreekt" in desk.get(own).text
    desk.post(own, NEW | {"text_nl": "Op welke dag is dit klaar?"})
    desk.post(f"{own}retire/", {"act": "retire"})
    block.refresh_from_db()
    assert block.text_nl == "Op welke dag is dit klaar?" and block.retired_at
    desk.post(f"{own}retire/", {"act": "restore"})
    block.refresh_from_db()
    assert block.retired_at is None


@pytest.mark.parametrize("lacking", ["title_nl", "text_en"])
def test_a_remark_in_one_language_is_refused_and_kept_in_the_form(desk, lacking):
    answer = desk.post(URL, NEW | {lacking: ""})
    assert answer.status_code == 422
    assert "Een bouwsteen staat er altijd in twee talen." in answer.text
    assert "Wanneer is dit klaar?" in answer.text
    assert not TextBlock.objects.filter(title_nl="Datum ontbreekt").exists()


def test_only_reviewers_keep_them_and_only_the_secretariat_knows_them(client_of):
    block = TextBlock.objects.create(title_nl="Kop", title_en="Head", text_nl="nl", text_en="en")
    releaser = client_of(ReviewerFactory(secretariat_role=SecretariatRole.RELEASER))
    assert "Nieuwe bouwsteen" not in releaser.get(URL).text
    assert releaser.post(URL, NEW).status_code == 403
    for person in (AdminFactory(), PartyUserFactory()):
        client = client_of(person)
        for address in (URL, f"{URL}{block.pk}/", f"{URL}{block.pk}/retire/"):
            assert client.get(address).status_code == 404
            assert client.post(address, NEW).status_code == 404
