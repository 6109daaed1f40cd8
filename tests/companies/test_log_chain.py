"""The chain of the log: whoever alters, removes, adds or reorders an entry is found out."""

import io
import random
import threading
import uuid

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from companies.events import record
from companies.log.chain import in_order
from companies.models import Event
from companies.services.log_check import check_log, head_of, heads_in, links_of, sentence
from convenant.tenancy.scope import company_scope
from tests.database import superuser
from tests.factories import AdminFactory, CompanyFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ["Zoë", "“aan”", "regel\néén", "tab\t", "\x1f\x7f", "emoji 🧭", "back\\slash", 'a"b', ""]


def write(company, by, number):
    """Write entries of many shapes, each in a transaction of its own."""
    for n in range(number):
        with company_scope(company.pk):
            record(
                company,
                "member.role_changed",
                by=by if n % 3 else None,
                about=uuid.uuid4() if n % 2 else None,
                names={"person": WORDS[n % len(WORDS)], "é": "x"},
                goes_on=n % 4 == 0,
                role="editor",
                before=WORDS[(n * 5) % len(WORDS)],
                year=2020 + n,
                nested={"langer": [1, None, True, {"b": 1, "aa": WORDS[n % 9]}], "k": -7},
            )


def findings(company, heads=()):
    with company_scope(company.pk):
        return check_log(company, heads)


@pytest.fixture
def company():
    return CompanyFactory(slug="gieterij")


@pytest.fixture
def log(company):
    """Return a company with twelve entries in its log."""
    write(company, AdminFactory(of=company, name="Zoë O’Brien"), 12)
    return company


@pytest.fixture
def server(log):
    """Return the superuser's connection: the strongest who can tamper; all is put back after."""
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("CREATE TEMP TABLE events AS SELECT * FROM companies_event")
        server.execute("CREATE TEMP TABLE links AS SELECT * FROM convenant.log_link")
        yield server


def put_back(server):
    server.execute("DELETE FROM companies_event; DELETE FROM convenant.log_link")
    server.execute("INSERT INTO companies_event SELECT * FROM events")
    server.execute("INSERT INTO convenant.log_link SELECT * FROM links")


class TestWhole:
    """Python, with its own code, comes to the hashes that the database made."""

    def test_a_log_is_whole_and_numbered_without_a_gap(self, log):
        assert findings(log) == []
        with company_scope(log.pk):
            assert [link.seq for link in links_of()] == list(range(1, 13))
            assert head_of(log).seq == 12

    def test_each_company_has_its_own_chain(self, log):
        other = CompanyFactory()
        write(other, None, 2)
        assert findings(other) == []
        with company_scope(other.pk):
            assert head_of(other).seq == 2
            assert {link.event_id for link in links_of()} == set(
                Event.objects.values_list("pk", flat=True)
            )

    def test_what_is_rolled_back_leaves_no_number_out(self, log):
        with pytest.raises(RuntimeError), company_scope(log.pk):
            record(log, "member.joined", by=None, role="editor")
            raise RuntimeError
        write(log, None, 1)
        assert findings(log) == []
        with company_scope(log.pk):
            assert head_of(log).seq == 13

    def test_keys_stand_in_the_databases_order(self):
        assert list(in_order({"langer": 1, "é": 2, "b": 3, "aa": 4})) == ["b", "aa", "é", "langer"]

    def test_an_entry_is_chained_after_its_scope_has_closed(self, company):
        """A scope inside a transaction of another: the link is made when that one commits."""
        with transaction.atomic(), company_scope(company.pk):
            record(company, "member.joined", by=None, role="editor")
        assert findings(company) == []


COLUMNS = {
    "at": "at + interval '1 microsecond'",
    "actor": "gen_random_uuid()",
    "actor_name": "actor_name || ' '",
    "by_secretariat": "NOT by_secretariat",
    "verb": "'member.left'",
    "goes_on": "NOT goes_on",
    "about": "gen_random_uuid()",
    "names": 'names || \'{"person": "Ander"}\'',
    "data": "data || '{\"year\": 1999}'",
    "salt": "gen_random_uuid()",
    "seal": "repeat('a', 64)",
    "id": "gen_random_uuid()",
    "company_id": "gen_random_uuid()",
}
LINK_COLUMNS = {
    "event_id": "gen_random_uuid()",
    "made_at": "made_at - interval '1 microsecond'",
    "hash": "repeat('b', 64)",
}
REHASH = """
DO $$
DECLARE
    link record;
    previous text := repeat('0', 64);
BEGIN
    FOR link IN SELECT * FROM convenant.log_link WHERE company_id = '{company}' ORDER BY seq LOOP
        UPDATE convenant.log_link SET hash = convenant.link_hash(previous, link.seq, link.made_at,
            (SELECT event FROM companies_event event WHERE id = link.event_id))
            WHERE company_id = link.company_id AND seq = link.seq RETURNING hash INTO previous;
    END LOOP;
END $$
"""


def edit(server, chance, ids):
    column = chance.choice(sorted(COLUMNS))
    where = chance.choice(ids)
    server.execute(
        f"UPDATE companies_event SET {column} = {COLUMNS[column]} WHERE id = %s", [where]
    )


def edit_link(server, chance, ids):
    column = chance.choice(sorted(LINK_COLUMNS))
    server.execute(
        f"UPDATE convenant.log_link SET {column} = {LINK_COLUMNS[column]} WHERE seq = %s",
        [chance.randint(1, len(ids))],
    )


def remove(server, chance, ids):
    server.execute("DELETE FROM companies_event WHERE id = %s", [chance.choice(ids)])


def remove_with_link(server, chance, ids):
    """Take out an entry and its link, not the last; sometimes close the numbers up."""
    seq = chance.randint(1, len(ids) - 1)
    server.execute(
        "DELETE FROM companies_event WHERE id = (SELECT event_id FROM convenant.log_link "
        "WHERE seq = %s)",
        [seq],
    )
    server.execute("DELETE FROM convenant.log_link WHERE seq = %s", [seq])
    if chance.random() < 0.5:
        for later in range(seq + 1, len(ids) + 1):
            server.execute("UPDATE convenant.log_link SET seq = seq - 1 WHERE seq = %s", [later])


def remove_link(server, chance, ids):
    server.execute("DELETE FROM convenant.log_link WHERE seq = %s", [chance.randint(1, len(ids))])


def swap(server, chance, ids):
    """Let two entries change places: their links point at each other's entry."""
    one, two = chance.sample(range(1, len(ids) + 1), 2)
    server.execute(
        "UPDATE convenant.log_link link SET event_id = other.event_id FROM convenant.log_link other"
        " WHERE (link.seq, other.seq) IN ((%s, %s), (%s, %s))",
        [one, two, two, one],
    )


def swap_numbers(server, chance, ids):
    one, two = chance.sample(range(1, len(ids) + 1), 2)
    for before, after in ((one, 99), (two, one), (99, two)):
        server.execute("UPDATE convenant.log_link SET seq = %s WHERE seq = %s", [after, before])


def insert(server, chance, ids):
    server.execute(
        "INSERT INTO companies_event SELECT (jsonb_populate_record(event, "
        "jsonb_build_object('id', gen_random_uuid()))).* FROM companies_event event WHERE id = %s",
        [chance.choice(ids)],
    )


def insert_with_link(server, chance, ids):
    """Put an entry with a link in the middle, the numbers after it moved up."""
    at = chance.randint(1, len(ids))
    insert(server, chance, ids)
    for seq in range(len(ids), at - 1, -1):
        server.execute("UPDATE convenant.log_link SET seq = seq + 1 WHERE seq = %s", [seq])
    server.execute(
        "INSERT INTO convenant.log_link SELECT company_id, %s, id, now(), repeat('c', 64) "
        "FROM companies_event WHERE id <> ALL(%s)",
        [at, ids],
    )


TAMPERINGS = [
    edit,
    edit_link,
    remove,
    remove_with_link,
    remove_link,
    swap,
    swap_numbers,
    insert,
    insert_with_link,
]


class TestTampering:
    """Everything that even the server's superuser could do; each time it is found."""

    def tries(self, log, server, number):
        chance = random.Random(58)
        with company_scope(log.pk):
            ids, heads = list(Event.objects.values_list("pk", flat=True)), [head_of(log)]
        unseen = []
        for n in range(number):
            way = TAMPERINGS[n % len(TAMPERINGS)]
            way(server, chance, ids)
            if not findings(log, heads):
                unseen.append((n, way.__name__))
            put_back(server)
        assert unseen == []
        assert findings(log, heads) == []

    def test_every_way_is_seen(self, log, server):
        self.tries(log, server, 63)

    @pytest.mark.full
    def test_every_way_is_seen_many_times(self, log, server):
        self.tries(log, server, 1500)

    @pytest.mark.parametrize("column", sorted(COLUMNS))
    def test_no_column_can_be_altered(self, log, server, column):
        server.execute(
            f"UPDATE companies_event SET {column} = {COLUMNS[column]} WHERE id = "
            "(SELECT event_id FROM convenant.log_link WHERE seq = 5)"
        )
        found = findings(log)
        assert found and {finding.seq for finding in found} <= {5, None}
        assert all(sentence(finding) for finding in found)

    def test_cutting_the_tail_shows_against_a_head_that_left(self, log, server):
        with company_scope(log.pk):
            head = head_of(log)
        server.execute(
            "DELETE FROM companies_event WHERE id IN "
            "(SELECT event_id FROM convenant.log_link WHERE seq > 9)"
        )
        server.execute("DELETE FROM convenant.log_link WHERE seq > 9")
        assert findings(log) == []
        [finding] = findings(log, [head])
        assert "ends before that now" in sentence(finding)

    def test_a_log_written_anew_shows_against_a_head_that_left(self, log, server):
        with company_scope(log.pk):
            head = head_of(log)
        server.execute(
            "UPDATE companies_event SET data = data || '{\"year\": 1999}' WHERE id = "
            "(SELECT event_id FROM convenant.log_link WHERE seq = 3)"
        )
        server.execute(REHASH.format(company=log.pk))
        assert findings(log) == []
        [finding] = findings(log, [head])
        assert "written anew" in sentence(finding)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE companies_event SET verb = verb",
        "DELETE FROM companies_event",
        "TRUNCATE companies_event",
        "ALTER TABLE companies_event DISABLE TRIGGER chain_event",
        "DROP TRIGGER chain_event ON companies_event",
        "SET session_replication_role = replica",
        "SELECT * FROM convenant.log_link",
        "INSERT INTO convenant.log_link SELECT company_id, 99, id, at, '' FROM companies_event",
        "DELETE FROM convenant.log_link",
        "TRUNCATE convenant.log_link",
        "SELECT convenant.add_link(event) FROM companies_event event",
        "UPDATE companies_logday SET text = ''",
        "DELETE FROM companies_logday",
        "SET ROLE convenant_owner",
    ],
)
def test_the_runtime_role_can_do_nothing_about_it(log, statement):
    with pytest.raises(DatabaseError) as refused, company_scope(log.pk):
        connection.cursor().execute(statement)
    assert isinstance(
        refused.value.__cause__,
        psycopg.errors.InsufficientPrivilege | psycopg.errors.InvalidParameterValue,
    )


def test_the_database_makes_salt_and_seal_whatever_is_sent(company):
    with company_scope(company.pk):
        event = Event.objects.create(
            company=company, verb="member.joined", salt=uuid.UUID(int=1), seal="mine"
        )
        event.refresh_from_db()
    assert event.salt != uuid.UUID(int=1) and len(event.seal) == 64
    assert findings(company) == []


def test_four_writers_at_once_break_no_link(company):
    """Each commits 150 entries; the numbers run on without a gap."""
    person = AdminFactory(of=company)
    errors = []

    def work():
        try:
            for n in range(150):
                with company_scope(company.pk):
                    record(company, "member.joined", by=person, role="editor", n=n)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert errors == []
    assert findings(company) == []
    with company_scope(company.pk):
        assert head_of(company).seq == 600


class TestCommand:
    """`verify_log` says what is wrong in sentences, and leaves with 1."""

    def run(self, *args):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("verify_log", *args, stdout=out, stderr=err)
        except CommandError as error:
            return str(error), err.getvalue()
        return out.getvalue(), err.getvalue()

    def test_a_whole_log(self, log):
        assert self.run()[0] == "1 logs are whole, 0 kept heads fit.\n"
        assert "gieterij: 12 entries, head " in self.run("-v", "2")[0]

    def test_an_altered_entry(self, log, server):
        server.execute("UPDATE companies_event SET verb = 'member.left'")
        said, lines = self.run("--company", "gieterij")
        assert said == "12 faults found."
        assert lines.startswith("gieterij: Entry 1 (") and "was altered" in lines

    def test_heads_in_a_file(self, log, server, tmp_path):
        with company_scope(log.pk):
            head = head_of(log)
        mail = tmp_path / "mail.eml"
        mail.write_text(f"Subject: x\n\nBewaar deze e-mail.\n{log.pk} {head.seq} {head.hash}\n")
        assert heads_in(mail.read_text()) == [head]
        assert "1 kept heads fit" in self.run("--heads", str(mail))[0]
        server.execute("DELETE FROM convenant.log_link WHERE seq = 12")
        server.execute("DELETE FROM companies_event WHERE data ->> 'year' = '2031'")
        assert self.run()[0].startswith("1 logs are whole")
        assert self.run("--heads", str(mail))[0] == "1 faults found."

    @pytest.mark.parametrize("text", [None, "niets"])
    def test_a_file_that_holds_nothing(self, log, tmp_path, text):
        file = tmp_path / "leeg"
        if text:
            file.write_text(text)
        said, _ = self.run("--heads", str(file))
        assert ("can't be read" in said) if text is None else ("holds no heads" in said)

    def test_a_company_that_is_no_more(self, log, tmp_path):
        file = tmp_path / "heads"
        file.write_text(f"{uuid.uuid4()} 3 {'a' * 64}\n")
        said, lines = self.run("--heads", str(file))
        assert said == "1 faults found." and "is no more" in lines

    def test_a_company_nobody_knows(self):
        assert self.run("--company", "onbekend")[0] == "There is no company onbekend."
