"""Chain, risks, suppliers and plan are in the archive whole; of complaints only the numbers."""

import io
import json
import re
import zipfile
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import company_scope
from diligence.models import Archive, Assessment, SourcingLine
from diligence.services import archive_zip
from diligence.services.archive_sheets import sheets_of
from diligence.services.plan.actions import ActionDetails, add_action
from tests.isolation import world as worlds

pytestmark = pytest.mark.django_db
KANARIE = worlds.CANARY
PLACES = ("2026/chain", "2026/risks", "suppliers", "plan", "complaints")
TYPED = {
    "2026/chain": ("Leverancier K", "K.xlsx", "Keiland", "Nieuwe K"),
    "2026/risks": ("Stof K", "lacht van K", "van K, al jaren", "Audit K", "Bond K", "Meer K"),
    "suppliers": (
        *("Leverancier K", "lieferant K", "Schade K", "Vraag K", "Met K", "Antwoord K"),
        *("Straks K", "Nee, K", "Om K"),
    ),
    "plan": ("Actie K", "Doel K", "Baas K", "Maat K", "Met K", "Zo K", "Help K", "embed.policy"),
    "complaints": ("Loket K", "Mail K"),
}
"""What the world typed, by the place where it must stand; K is the word that only it holds."""
SECRET = ("Ongeluk K", "Loon K", "Les K", "Gebeld K")


def filled(words: str) -> str:
    """Return words with the word of the world in it; the name of an island begins with it."""
    word = KANARIE.title() if words.startswith("Kei") else KANARIE
    return words.replace("K", word, 1)


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def packed(world) -> zipfile.ZipFile:
    """The archive of the company that has one of everything."""
    target = io.BytesIO()
    with company_scope(world.victim.pk):
        contents = archive_zip.gather(Archive.objects.select_related("company").get())
    archive_zip.pack(contents, target)
    return zipfile.ZipFile(target)


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_was_typed_is_in_it_for_people_and_for_programs(packed, place):
    page = packed.read(f"{place}.html").decode()
    data = packed.read(f"{place}.json").decode()
    for words in map(filled, TYPED[place]):
        assert words in data, words
        if not words.endswith((".xlsx", "embed.policy")):
            assert words in page, words


def test_of_complaints_only_numbers_leave_and_it_says_why(packed):
    for name in packed.namelist():
        content = packed.read(name).decode("utf-8", "replace")
        assert not [words for words in map(filled, SECRET) if words in content], name
    data = json.loads(packed.read("complaints.json"))
    assert data["by_status"] == [{"key": "received", "count": 1}]
    assert "alleen de cijfers" in data["note"]
    assert "alleen de cijfers" in packed.read("complaints.html").decode()


def test_keys_stay_keys_for_programs_and_are_words_for_people(packed):
    [line] = json.loads(packed.read("2026/chain.json"))["lines"]
    assert (line["metal"], line["country"], line["certainty"]) == ("ME-SN", "ID", "told")
    page = packed.read("2026/chain.html").decode()
    assert "Indonesië" in page and "de leverancier zei het" in page and "ME-SN" not in page


def test_in_english_it_is_english(world):
    with company_scope(world.victim.pk):
        archive = Archive.objects.select_related("company").get()
        archive.language = "en"
        contents = archive_zip.gather(archive)
        target = io.BytesIO()
        archive_zip.pack(contents, target)
    page = zipfile.ZipFile(target).read("2026/chain.html").decode()
    assert '<html lang="en">' in page
    assert "Indonesia" in page and "Indonesië" not in page and "Leverancier</th>" not in page


LEFT_OUT = {
    "agreement": "how far a reviewer is; the log tells of it, and the letter what came of it",
    "answerconflict": "a second text that waits for a choice; the log tells of it",
    "answerimport": "what a workbook would change; what was taken over stands in the archive",
    "answerrevision": "earlier texts of an answer: the archive holds what stands",
    "casenote": "words of a complaint",
    "caseseat": "who reads a complaint; the log tells of it",
    "closedyear": "the hash of a closed year; the log holds it too",
    "colleaguenote": "between colleagues, about work that is under way",
    "cycleseat": "whether it takes part in a year; the log tells of it, with the reason",
    "filereview": "who of the secretariat is at it now",
    "internalnote": "what the secretariat notes for itself; no member reads it",
    "mention": "whom a remark calls: the archive holds the remark",
    "partwork": "who works on what now",
    "secretariatscore": "in the document of a year, once it was handed in",
    "summaryfact": "what is counted of a frozen file, which is in the archive; made again from it",
    "versionmove": "how answers went to a newer questionnaire; the log tells of it",
}


def test_every_table_of_a_company_is_in_the_archive_or_left_out_with_a_reason(world):
    with company_scope(world.victim.pk):
        archive = Archive.objects.select_related("company").get()
        with CaptureQueriesContext(connection) as queries:
            archive_zip.gather(archive)
    read = {
        name
        for query in queries.captured_queries
        for name in re.findall(r'(?:FROM|JOIN) "diligence_(\w+)"', query["sql"])
    }
    mine = {m._meta.model_name for m in tenant_models() if m._meta.app_label == "diligence"}
    assert mine - read - {"archive"} == set(LEFT_OUT)


def test_it_asks_as_many_questions_for_many_rows_as_for_few(world):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(sheets_of(world.victim, years))
        return len(queries)

    with company_scope(world.victim.pk), translation.override("nl"):
        years = list(Assessment.objects.select_related("cycle"))
        few = asked()
        line = SourcingLine.objects.get()
        owner = world.people["its own admin"]
        for _number in range(3):
            line.pk = uuid4()
            line.save(force_insert=True)
        add_action(world.victim, ActionDetails(title="Nog een"), year=2026, by=owner)
        assert asked() == few <= 37  # of two years
