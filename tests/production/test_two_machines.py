"""Two machines that share PostgreSQL (through PgBouncer), Redis and an object store: one product.

Every process is one of docker-compose.yml, with a folder of its own for each machine; the proxy
speaks TLS and sends people to either.
"""

import pytest

from convenant.devstack import ports
from tests import objectstore
from tests.production import journey, seed, stack
from tests.production.browser import Browser
from tests.production.journey import wait_for
from tests.uploads import good

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "migrator"]),
    pytest.mark.full,
]
WORKERS = {"reports": "b", "mail": "b", "maintenance": "a", "beat": "a"}


@pytest.fixture
def bucket():
    """Run an object store with an empty bucket in it; `address` is where."""
    with objectstore.running() as address:
        client = objectstore.with_bucket(address)
        client.address = address
        yield client


@pytest.fixture
def production(tmp_path, mailbox, bucket):
    """Everything up: two web servers, each worker once, beat, the pool and the proxy."""
    public_url = f"https://localhost:{ports.free()}"
    told = {
        "PUBLIC_URL": public_url,
        "ALLOWED_HOSTS": "localhost",
        "SMTP_PORT": str(mailbox.port),
        "SMTP_TLS": "0",
        "DATABASE_POOLED": "1",
        **objectstore.described(bucket.address),
    }
    with stack.running(tmp_path, **told) as all_of_it:
        for name, key in objectstore.KEYS.items():
            all_of_it.write_secret(name.lower(), key)
        all_of_it.run_service("migrate")
        all_of_it.start_pgbouncer()
        all_of_it.run_service("check")
        all_of_it.who = all_of_it.seed()
        for service, machine in WORKERS.items():
            all_of_it.start_worker(service, machine)
        a, b = all_of_it.start_web("a"), all_of_it.start_web("b")
        root = all_of_it.start_proxy(a, b)
        all_of_it.door = Browser(public_url, int(public_url.rsplit(":", 1)[1]), str(root))
        all_of_it.at_a = Browser(public_url, a, cookies=all_of_it.door.cookies)
        all_of_it.at_b = all_of_it.at_a.at(b)
        yield all_of_it


def test_one_journey_over_two_machines(production, mailbox, bucket):
    door, at_a, at_b = production.door, production.at_a, production.at_b
    year = f"/companies/{production.who['company']}/2026/"
    inside_stays_in(door)

    journey.sign_in(door, production.who)
    first = journey.save(at_a, year)
    assert journey.WORDS in at_b.get(f"{year}parts/1.1/").text
    assert journey.save(at_b, year, f"{journey.WORDS} Ook op B.") == first + 1
    assert "Ook op B." in at_a.get(f"{year}parts/1.1/").text

    proof_handed_in_at_one_comes_from_the_other(production, year, bucket)
    too_much_is_told_by_the_product_itself(door, year)

    report = journey.ask_for_report(at_a, year)
    pdf = journey.fetch_report(at_b, report)
    assert pdf.startswith(b"%PDF-")
    assert pdf == at_a.get(f"{report}pdf/").body
    assert {name.split("/")[0] for name in objectstore.names_in(bucket)} == {"evidence", "reports"}

    journey.submit(at_b, year)
    wait_for(lambda: mailbox.mails, "the receipt")
    assert [mail["To"] for mail in mailbox.mails] == [seed.EMAIL]

    work_goes_on_without_redis(production, year)
    what_was_asked_can_be_followed(production)
    nothing_of_a_person_is_logged(production)
    assert production.files_of("a") == production.files_of("b") == set()


def proof_handed_in_at_one_comes_from_the_other(production, year: str, bucket) -> None:
    """What A put in the bucket, B hands out to the byte; both know it when it comes again."""
    at_a, at_b = production.at_a, production.at_b
    content = good.pdf("Het kanarie-beleid")
    added = journey.hand_in_proof(at_a, year, "kanarie-beleid.pdf", content)
    assert (added.status, added.headers.get("Location", "")[: len(year)]) == (302, year)

    assert journey.fetch_proof(at_b, year) == content == journey.fetch_proof(at_a, year)
    [name] = objectstore.names_in(bucket)
    assert bucket.get_object(Bucket=objectstore.BUCKET, Key=name)["Body"].read() == content

    assert journey.hand_in_proof(at_b, year, "kanarie-beleid.pdf", content).status == 302
    assert objectstore.names_in(bucket) == {name}


def too_much_is_told_by_the_product_itself(door: Browser, year: str) -> None:
    """The proxy lets a file by that is far too large, so that our page can say so in words."""
    answer = journey.hand_in_proof(door, year, "kanarie-film.pdf", b"%PDF-" + bytes(80 * 2**20))
    assert answer.status == 422
    assert "kanarie-film.pdf" in answer.text
    assert "25 MB" in answer.text


def inside_stays_in(door: Browser) -> None:
    """What supervisors and Prometheus ask is not for the world."""
    assert door.get("/healthz").status == 200
    for path in ("/readyz", "/metrics"):
        assert (door.get(path).status, door.get(path).body) == (404, b"")


def work_goes_on_without_redis(production: stack.Stack, year: str) -> None:
    """With the queue gone people are served; what they asked for comes once it is back."""
    port = production.lose_redis()
    report = journey.ask_for_report(production.at_a, year)
    assert production.at_b.get("/").status in (200, 302)
    assert production.door.get(f"{year}").status == 200

    production.start_redis(port)
    assert journey.fetch_report(production.at_a, report).startswith(b"%PDF-")


def what_was_asked_can_be_followed(production: stack.Stack) -> None:
    """A request's id stands on the lines of the tasks it asked for, whoever did them where."""
    asked = {
        line["request"]
        for name in ("web-a", "web-b")
        for line in production.lines(name)
        if line.get("method") == "POST"
    }
    for worker in ("reports-b", "mail-b"):
        done = [line for line in production.lines(worker) if line["event"] == "task done"]
        assert done
        assert {line["request"] for line in done} <= asked


def nothing_of_a_person_is_logged(production: stack.Stack) -> None:
    """Names, addresses, words, passwords, sessions: none of them stands in any log."""
    logged = production.everything_logged()
    cookies = production.door.cookies
    assert len(cookies) == 2
    for secret in ("kanarie", *cookies.values(), journey.WORDS):
        assert secret.lower() not in logged.lower(), secret
    assert "Traceback" not in logged
    for name in ("web-a", "web-b", *(f"{name}-{at}" for name, at in WORKERS.items())):
        assert production.lines(name), name
