"""Figures are made of accepted files, through the gate alone, and fixed with their source."""

import pytest
from django.db import connection

from convenant.locks import lock_for_transaction
from convenant.tenancy.scope import company_scope
from convenant.tenancy.sector import sector_scope
from diligence.models import SummaryFact
from tests.factories import ReviewerFactory
from tests.workgroups.releases.made import REASON, YEAR, files, published, releaser
from workgroups.disclosure.menu import MENU
from workgroups.disclosure.rules import Rules
from workgroups.models import Release, ReleasedSet, ReleaseSource
from workgroups.queries.releases import sources_of
from workgroups.released_queries import tables_in
from workgroups.services import gate
from workgroups.services.disclosure_rules import NoRules, propose, sign
from workgroups.services.releases import making
from workgroups.services.releases.making import Busy, FilesMoved, NothingAccepted, prepare
from workgroups.services.releases.preparing import Details

pytestmark = pytest.mark.django_db
DETAILS = Details("De sector", "The sector", (YEAR,), Release.Audience.PUBLIC)
BANDS = ("basic",) * 6 + ("improving",) * 5 + ("advanced",)


@pytest.fixture(autouse=True)
def _three_tables(monkeypatch):
    """Three tables of the menu say enough here; the gate has tests of its own for all."""
    few = ("coverage", "bands", "metals")
    monkeypatch.setattr(making, "MENU", tuple(spec for spec in MENU if spec.name in few))


@pytest.fixture
def rules():
    """The usual rules, in force."""
    proposed = propose(Rules(), "Zo is het afgesproken.", "2024-2028", by=ReviewerFactory())
    sign(proposed.version, by=ReviewerFactory())


@pytest.fixture
def sector():
    """Twelve accepted files, one of them the only one in its band."""
    mine = files(len(BANDS))
    for number, (file, band) in enumerate(zip(mine, BANDS, strict=True)):
        facts = [("file", ""), ("band", band), ("metal", "ME-SN")]
        with company_scope(file.company_id):
            SummaryFact.objects.bulk_create(
                SummaryFact(
                    company_id=file.company_id,
                    cycle=file.cycle,
                    basis="accepted",
                    sha256=f"{number:064x}",
                    size="small",
                    position="maker",
                    measure=measure,
                    a=a,
                    value=1,
                )
                for measure, a in facts
            )
    return mine


def test_it_holds_protected_tables_of_the_accepted_files(rules, sector):
    release = prepare(DETAILS, by=ReviewerFactory())
    tables = {table.name: table for table in tables_in(release)}

    assert tables["coverage"].cell("accepted").value == "12"
    bands = tables["bands"]
    shown = {cell.key[0]: cell.value for cell in bands.cells}
    assert shown.get("advanced") != "10", "one company of twelve is never told apart"
    assert release.companies == 12 and release.rules == "1"
    hashes = {source.sha256 for source, _name in sources_of(release)}
    assert hashes == {f"{n:064x}" for n in range(12)}
    text = str(release.tables)
    assert not [one.company.name for one in sector if one.company.name in text]
    assert not [one.company_id for one in sector if str(one.company_id) in text]


def test_what_it_says_is_in_the_ledger_for_the_next_one(rules, sector):
    first = prepare(DETAILS, by=ReviewerFactory())
    with sector_scope():
        assert ReleasedSet.objects.filter(release=first).exists()
    second = prepare(DETAILS, by=ReviewerFactory())
    with sector_scope():
        assert ReleasedSet.objects.filter(release=second).exists()


def test_without_signed_rules_nothing_is_made(sector):
    with pytest.raises(NoRules):
        prepare(DETAILS, by=ReviewerFactory())
    assert not Release.objects.exists()


def test_without_an_accepted_file_nothing_is_made(rules):
    files(1)
    with pytest.raises(NothingAccepted):
        prepare(DETAILS, by=ReviewerFactory())


def test_a_file_that_changes_meanwhile_is_noticed(rules, sector, monkeypatch):
    def protected(*args):
        with company_scope(sector[0].company_id):
            SummaryFact.objects.filter(company=sector[0].company_id).delete()
        return passed(*args)

    passed = gate.protected
    monkeypatch.setattr(making.gate, "protected", protected)
    with pytest.raises(FilesMoved):
        prepare(DETAILS, by=ReviewerFactory())
    assert not Release.objects.exists() and not ReleaseSource.objects.none()


def test_one_at_a_time(rules, sector, monkeypatch):
    monkeypatch.setattr(making, "lock_for_transaction", lambda name: False)
    with pytest.raises(Busy):
        prepare(DETAILS, by=ReviewerFactory())
    assert lock_for_transaction("release") and connection.in_atomic_block


def test_the_page_prepares_and_says_what_stands_in_the_way(client_of, sector):
    client = client_of(ReviewerFactory())
    sent = {
        "title_nl": "De sector",
        "title_en": "The sector",
        "years": [str(YEAR)],
        "audience": "public",
    }
    empty = client.post("/sector/releases/", {"title_nl": "Bewaar mij"})
    assert empty.status_code == 422 and "Bewaar mij" in empty.content.decode()
    without = client.post("/sector/releases/", sent)
    assert without.status_code == 422 and "ondertekende regels" in without.content.decode()
    proposed = propose(Rules(), "Zo is het afgesproken.", "2024-2028", by=ReviewerFactory())
    sign(proposed.version, by=ReviewerFactory())

    reply = client.post("/sector/releases/", sent)
    release = Release.objects.get()
    assert reply["Location"] == f"/sector/releases/{release.number}/"
    assert "12 deelnemers" in client.get(reply["Location"]).content.decode()


def test_an_erratum_is_prepared_from_the_page_of_what_is_out(client_of, rules, sector):
    old = prepare(DETAILS, by=ReviewerFactory())
    published_old = published(old)
    client = client_of(ReviewerFactory())
    address = f"/sector/releases/?corrects={old.number}"
    assert "De sector" in client.get(address).content.decode()
    sent = {
        "title_nl": "De sector",
        "title_en": "The sector",
        "years": [str(YEAR)],
        "audience": "public",
    }
    short = client.post(address, {**sent, "correction": "fout"})
    assert short.status_code == 422 and "wat er fout was" in short.content.decode()
    assert client.post(address, {**sent, "correction": REASON}).status_code == 302
    new = Release.objects.get(corrects=published_old)
    published(new, by=releaser())
    assert Release.objects.get(pk=old.pk).state == "superseded"
