"""Two people edit one answer at the same time, in browsers and by plain requests: what was
acknowledged stands in the versions, and what lost stands beside it."""

import random
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from diligence.models import AnswerConflict, AnswerRevision
from tests.diligence.files import fill
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.journeys.windows import BREACHES, address, kept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
KEY = "embed.breaches"


class Ledger:
    """What the server said to every text that was sent."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        self.refused: list[str] = []

    def heard(self, status: int, text: str) -> None:
        """Write down one answer of the server."""
        {200: self.acknowledged, 412: self.refused}[status].append(text)

    def listen(self, page) -> None:
        """Hear what a browser hears, also of choices between two texts."""

        def told(response) -> None:
            sent = parse_qs(response.request.post_data or "")
            if response.url.endswith(f"/answers/{KEY}/") and f"{KEY}:value" in sent:
                self.heard(response.status, sent[f"{KEY}:value"][0])

        page.on("response", told)


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def people(company):
    return [EditorFactory(of=company, name="Joke"), AdminFactory(of=company, name="Ahmed")]


@pytest.fixture
def file(company, people):
    made = AssessmentFactory(company=company)
    fill(made, {}, by=people[0], upto="profile.changes")
    answer(made, "embed.policy", 2, by=people[0])
    return made


def type_in(page, text: str, dice) -> None:
    """Type one text; first choose when two texts are waiting for that."""
    settle(page, dice)
    try:
        page.fill(BREACHES, text, timeout=1000)
    except PlaywrightTimeout:  # a panel came up in between
        return type_in(page, text, dice)
    return page.locator(BREACHES).blur()  # goes at once, without waiting for a pause


def settle(page, dice) -> None:
    """Wait until the page has heard what it waits for, and choose where it asks."""
    expect(page.locator("[data-save]")).not_to_have_attribute("data-state", "saving")
    panel = page.locator("[data-conflict]")
    while panel.count():
        choice = dice.choice(["mine", "theirs"])
        with page.expect_response("**/conflicts/**"):
            panel.first.locator(f"button[value={choice}]").click()
        page.wait_for_timeout(50)


def send(client, file, text: str, ledger) -> None:
    """Send one text as a program does: on the version that stands, which may have passed."""
    stands = kept(file)
    data = {f"{KEY}:version": stands.version if stands else 0, f"{KEY}:value": text}
    url = reverse("diligence:answer", args=[file.company.slug, file.cycle.year, KEY])
    ledger.heard(client.post(url, data).status_code, text)


@pytest.mark.parametrize(
    "edits", [pytest.param(40, id="40"), pytest.param(1000, id="1000", marks=pytest.mark.full)]
)
def test_no_acknowledged_text_is_lost(edits, file, people, open_page, client_of, in_scope):
    dice, ledger = random.Random(edits), Ledger()
    pages = [open_page(person) for person in people]
    client = client_of(people[0])
    for page in pages:
        ledger.listen(page)
        page.goto(address(file))

    for n in range(edits):
        who = dice.choice([0, 1, 1, 0, 2])
        if who == 2:
            send(client, file, f"Tekst {n} van een programma.", ledger)
        else:
            type_in(pages[who], f"Tekst {n} van {people[who].name}.", dice)
    for page in pages:
        page.wait_for_timeout(500)
        settle(page, dice)

    with in_scope(file.company):
        revisions = AnswerRevision.objects.filter(answer__question=KEY).order_by("version")
        stood = list(revisions.values_list("value", flat=True))
        beside = set(AnswerConflict.objects.values_list("value", flat=True))
    assert len(ledger.acknowledged) + len(ledger.refused) >= edits
    assert len(ledger.refused) >= edits / 10  # they did get in each other's way
    assert [text for text in ledger.acknowledged if text not in stood] == []
    assert [text for text in ledger.refused if text not in stood and text not in beside] == []
    for page in pages:
        page.reload()
        assert page.input_value(BREACHES) == kept(file).value == stood[-1]
