"""Released figures for parties and for everybody: pages, files and the API, and nothing else."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from tests.factories import PartyUserFactory, ReaderFactory, ReviewerFactory, UserFactory
from tests.workgroups.releases.made import REASON, files, in_comment, prepared, published, releaser
from tests.workgroups.releases.made import tables as made_tables
from workgroups.models import Release
from workgroups.services.releases import going_out

pytestmark = pytest.mark.django_db
LIST, PUBLIC, API = "/figures/", "/public/figures/", "/api/v1/figures/"


@pytest.fixture
def mine():
    """Two files."""
    return files(2)


def test_everybody_reads_what_is_for_everybody(client_of, mine, max_queries):
    release = published(prepared(mine))
    nobody = client_of()
    with max_queries(3):
        assert release.number in nobody.get(PUBLIC).content.decode()
    with max_queries(4):
        text = nobody.get(f"{PUBLIC}{release.number}/").content.decode()
    assert "12 van 14 deelnemers" in text
    assert "35%" in text and "&lt;5%" in text and "40%" in text
    assert "omdat er te weinig deelnemers achter zitten" in text
    assert "Op orde" in text and "Tin" in text
    assert release.code in text
    assert mine[0].company.name not in text


def test_what_is_not_out_is_nowhere(client_of, mine):
    for release in (prepared(mine), in_comment(prepared(mine))):
        for address in (
            f"{LIST}{release.number}/",
            f"{PUBLIC}{release.number}/",
            f"{PUBLIC}{release.number}/figures.csv",
            f"{API}{release.number}/",
        ):
            assert client_of(PartyUserFactory()).get(address).status_code == 404
            assert client_of().get(address).status_code in (302, 404)
    assert "nog geen cijfers" in client_of().get(PUBLIC).content.decode()
    assert client_of().get(API).json()["count"] == 0


def test_what_is_for_the_parties_is_behind_the_sign_in(client_of, mine):
    release = published(prepared(mine, audience="parties"))
    address = f"{LIST}{release.number}/"
    for person in (PartyUserFactory(), ReaderFactory(), ReviewerFactory()):
        assert client_of(person).get(address).status_code == 200
        assert release.number in client_of(person).get(LIST).content.decode()
        assert client_of(person).get(f"{address}figures.xlsx").status_code == 200
    for path in (LIST, address, f"{address}figures.csv"):
        assert client_of(UserFactory()).get(path).status_code == 404
        assert client_of().get(path).status_code == 302
    assert client_of().get(f"{PUBLIC}{release.number}/").status_code == 404
    assert client_of().get(f"{API}{release.number}/").status_code == 404


def test_a_party_begins_at_the_figures(client_of):
    assert client_of(PartyUserFactory()).get("/")["Location"] == LIST


def test_csv_has_a_line_for_each_figure(client_of, mine):
    release = published(prepared(mine))
    reply = client_of().get(f"{PUBLIC}{release.number}/figures.csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert len(rows) == sum(len(table.cells) for table in made_tables())
    basic, few, none = rows[0], rows[1], rows[2]
    assert (basic["table"], basic["key_1"], basic["value"]) == ("bands", "basic", "35")
    assert (few["value"], few["low"], few["high"]) == ("<5", "0", "4")
    assert (none["value"], none["why"]) == (":", "too_few")
    nought = next(row for row in rows if row["key_2"] == "RT01" and row["key_1"] == "ME-SN")
    assert nought["value"] == "0" and not nought["why"]
    assert reply["Cache-Control"] == "public, max-age=300"


def test_json_and_excel_hold_the_same_and_what_it_is(client_of, mine):
    release = published(prepared(mine))
    data = json.loads(client_of().get(f"{PUBLIC}{release.number}/figures.json").content)
    assert data["release"]["number"] == release.number
    assert data["release"]["sha256"] == release.sha256
    assert data["tables"][0]["cells"][2] == {
        "key": ["established"],
        "value": None,
        "low": None,
        "high": None,
        "why": "too_few",
    }
    assert data["tables"][0]["names"]["band"]["established"] == "Op orde"
    content = client_of().get(f"{PUBLIC}{release.number}/figures.xlsx").content
    book = load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 1 + len(made_tables())
    cells = [tuple(row) for row in book.worksheets[1].iter_rows(values_only=True)]
    assert ("Basis", 35, None) in cells and ("Op orde", ":", "te weinig deelnemers") in cells
    assert client_of().get(f"{PUBLIC}{release.number}/figures.exe").status_code == 404


def test_of_what_was_withdrawn_only_that_is_told(client_of, mine):
    release = published(prepared(mine))
    going_out.withdraw(release, REASON, by=releaser())
    text = client_of().get(f"{PUBLIC}{release.number}/").content.decode()
    assert "ingetrokken" in text and REASON in text and "35%" not in text
    assert client_of().get(f"{PUBLIC}{release.number}/figures.csv").status_code == 404
    reply = client_of().get(f"{API}{release.number}/")
    assert reply.status_code == 410 and reply.json()["code"] == "release_gone"


def test_of_what_was_superseded_the_new_one_is_named(client_of, mine):
    old = published(prepared(mine))
    new = published(prepared(mine, corrects=old, correction=REASON))
    text = client_of().get(f"{PUBLIC}{old.number}/").content.decode()
    assert "vervangen" in text and f"{PUBLIC}{new.number}/" in text and "35%" not in text
    assert client_of().get(f"{API}{old.number}/").json()["replaced_by"] == new.number
    assert f"in de plaats van {old.number}" in (
        client_of().get(f"{PUBLIC}{new.number}/").content.decode()
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [("out", "echt"), ("superseded", "nieuwer"), ("withdrawn", "ingetrokken")],
)
def test_anybody_checks_the_code_on_the_page_for_reports(client_of, mine, state, words):
    release = published(prepared(mine))
    if state == "superseded":
        published(prepared(mine, corrects=release, correction=REASON))
    elif state == "withdrawn":
        going_out.withdraw(release, REASON, by=releaser())
    text = client_of().post("/verify/", {"code": release.code}).content.decode()
    assert words in text
    assert release.number not in text and REASON not in text


def test_the_api_tells_the_same_in_both_languages_and_is_kept(client_of, mine, max_queries):
    release = published(prepared(mine))
    nobody = client_of()
    with max_queries(3):
        [one] = nobody.get(API).json()["results"]
    assert one["number"] == release.number and one["title"] == "De sector in 2026"
    with max_queries(3):
        reply = nobody.get(f"{API}{release.number}/", headers={"Accept-Language": "en"})
    data = reply.json()
    assert data["release"]["title"] == "The sector in 2026"
    assert data["tables"][0]["names"]["band"]["established"] == "Established"
    assert reply["Cache-Control"] == "public, max-age=300"
    again = nobody.get(
        f"{API}{release.number}/",
        headers={"Accept-Language": "en", "If-None-Match": reply["ETag"]},
    )
    assert again.status_code == 304
    assert nobody.post(API).status_code == 405


def test_too_many_from_one_address_is_too_many(client_of, mine, monkeypatch):
    from convenant.limits import Limit
    from workgroups.views.figures import pages

    monkeypatch.setattr(pages, "FIGURES", Limit("figures-test", 1, 60))
    assert client_of().get(PUBLIC).status_code == 200
    assert client_of().get(PUBLIC).status_code == 429


def test_nothing_is_read_but_releases(client_of, mine):
    """No table with a company in it is asked for, on any page of figures."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    release = published(prepared(mine))
    nobody = client_of()
    with CaptureQueriesContext(connection) as asked:
        for path in ("", f"{release.number}/", f"{release.number}/figures.json"):
            assert nobody.get(PUBLIC + path).status_code == 200
        assert nobody.get(f"{API}{release.number}/").status_code == 200
    tables = {part.split('"')[0] for one in asked for part in one["sql"].split('FROM "')[1:]}
    assert tables == {"workgroups_release", "diligence_cycle"}


def test_the_tables_of_an_empty_release_say_so(client_of, mine):
    release = published(prepared(mine, of=[made_tables()[3]]))
    assert Release.objects.get(pk=release.pk).is_out
    text = client_of().get(f"{PUBLIC}{release.number}/").content.decode()
    assert "Van deze tabel mag geen enkel cijfer worden getoond." in text
