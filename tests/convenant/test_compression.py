"""Pages travel small; what could carry a stranger's words beside a secret does not."""

import gzip

import pytest
from django.urls import reverse

from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory

pytestmark = pytest.mark.django_db
ASKED = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


@pytest.fixture
def browser(client_of):
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    return client_of(EditorFactory(of=company), **ASKED)


PART = "/companies/de-maas/2026/parts/1.1/"


def test_a_page_is_compressed_and_holds_the_same(browser, client_of):
    page = browser.get(PART)

    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert int(page.headers["Content-Length"]) == len(page.content)
    html = gzip.decompress(page.content).decode()
    assert "</html>" in html and len(html) > 4 * len(page.content)


def test_who_can_not_read_it_gets_it_as_it_is(browser):
    page = browser.get(PART, HTTP_ACCEPT_ENCODING="")

    assert "Content-Encoding" not in page.headers and b"</html>" in page.content


@pytest.mark.parametrize("address", ["/companies/de-maas/evidence/?q=geheim", f"{PART}?x=1"])
def test_an_answer_to_a_question_is_left_as_it_is(address, browser):
    assert "Content-Encoding" not in browser.get(address).headers


def test_an_answer_to_a_form_is_left_as_it_is(client_of):
    page = client_of(None, **ASKED).post(reverse("account_login"), {"login": "x", "password": "y"})

    assert page.status_code == 200 and "Content-Encoding" not in page.headers


@pytest.mark.parametrize("address", ["/session/", "/companies/de-maas/2026/answers.json"])
def test_data_and_files_are_left_as_they_are(address, browser):
    assert "Content-Encoding" not in browser.get(address).headers
