"""Production starts as docker-compose.yml says, tells what it does in JSON, and nothing more."""

import pytest

from tests.production import journey, stack
from tests.production.browser import Browser
from tests.uploads import good

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "migrator"])
PUBLIC_URL = "https://ketenkompas.example"


def test_the_commands_of_compose_bring_up_a_site(tmp_path, mailbox):
    told = {"SMTP_PORT": str(mailbox.port), "SMTP_TLS": "0"}
    with stack.running(tmp_path, **told) as production:
        production.run_service("migrate")
        assert "no issues" in production.run_service("check")
        who = production.seed()
        person = Browser(PUBLIC_URL, production.start_web())

        without_tls = person.ask("GET", "/", headers={"X-Forwarded-Proto": "http"})
        assert without_tls.status == 301
        assert without_tls.headers["Location"] == f"{PUBLIC_URL}/"
        journey.sign_in(person, who)
        year = f"/companies/{who['company']}/2026/"
        journey.save(person, year)
        proof = good.pdf("Het kanarie-beleid")
        assert journey.hand_in_proof(person, year, "kanarie-beleid.pdf", proof).status == 302
        assert journey.fetch_proof(person, year) == proof
        assert list((tmp_path / "a" / "uploads").iterdir()) == []
        home = person.get("/")
        assert "max-age=31536000" in home.headers["Strict-Transport-Security"]
        assert set(person.cookies) == {"__Host-session", "__Host-csrf"}

        lines = production.lines("web-a")
        assert {"request", "route", "status", "ms"} <= lines[-1].keys()
        assert "kanarie" not in production.everything_logged().lower()
