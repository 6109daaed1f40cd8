"""A file that is sent twice at the same moment, because nobody heard back, is kept once."""

import threading

import pytest
from django.conf import settings as live
from django.db import connection

from diligence.models import EvidenceUse, EvidenceVersion
from tests.diligence.proof import JSON, documents, put
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.uploads import good

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = 4


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


def test_one_document_at_one_answer(company, client_of, in_scope):
    AssessmentFactory(company=company)
    browsers = [client_of(EditorFactory(of=company)) for _ in range(COPIES)]
    start, replies = threading.Barrier(COPIES), []

    def send(browser):
        try:
            start.wait()
            replies.append(put(browser, good.sent("beleid.pdf", good.pdf()), headers=JSON))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [reply.status_code for reply in replies] == [200] * COPIES
    told = sorted(reply.json()["message"].partition(":")[0] for reply in replies)
    assert sum(message == "Toegevoegd" for message in told) == 1
    assert len(documents(in_scope, company)) == 1
    with in_scope(company):
        assert (EvidenceVersion.objects.count(), EvidenceUse.objects.count()) == (1, 1)
    kept = [path for path in (live.MEDIA_ROOT / "evidence").rglob("*") if path.is_file()]
    assert len(kept) == 1


def test_files_and_chosen_documents_of_two_people_wait_for_each_other_in_one_order(
    company, client_of, in_scope
):
    """Each locks the library first and the year's file after; else they could wait for ever."""
    AssessmentFactory(company=company)
    people = [client_of(EditorFactory(of=company)) for _ in range(2)]
    put(people[0], good.sent("oud.pdf", good.pdf("Oud")))
    [known] = documents(in_scope, company)
    statuses, start = [], threading.Barrier(2)

    def send(browser, words):
        try:
            start.wait()
            for turn in range(4):
                file = good.sent("nieuw.pdf", good.pdf(f"{words} {turn}"))
                reply = put(browser, file, headers=JSON, known=[str(known.pk)])
                statuses.append(reply.status_code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=send, args=[browser, f"van {number}"])
        for number, browser in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 8
    assert len(documents(in_scope, company)) == 9
