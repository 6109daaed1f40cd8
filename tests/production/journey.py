"""What a person does in a year, in a minute: sign in, answer, hand in, get the report."""

import json
import re
import time

from tests.production.browser import Answer, Browser

QUESTION = "embed.policy"
WORDS = "Ons beleid staat in het kanarie-antwoord."
FILE = re.compile(r'href="(/companies/[\w-]+/evidence/files/[\w-]+/)"')
PATIENCE = 180.0
"""Seconds that background work may take on a busy machine."""


def sign_in(person: Browser, who: dict[str, str]) -> None:
    """Sign in with e-mail address and password."""
    form = {"login": who["email"], "password": who["password"]}
    answer = person.post("/accounts/login/", form)
    assert (answer.status, answer.headers.get("Location")) == (302, "/"), answer.text[-3000:]


def save(person: Browser, year: str, words: str = WORDS) -> int:
    """Save another answer to a question that has one; return its version."""
    page = person.get(f"{year}parts/1.1/").text
    version = page.split(f'name="{QUESTION}:version" value="')[1].split('"')[0]
    answer = person.post(
        f"{year}answers/{QUESTION}/",
        {
            f"{QUESTION}:version": version,
            f"{QUESTION}:state": "answered",
            f"{QUESTION}:value": "3",
            f"{QUESTION}:explanation": words,
            "language": "nl",
        },
        form=f"{year}parts/1.1/",
    )
    assert answer.status == 200, answer.text[:2000]
    return json.loads(answer.text)["version"]


def hand_in_proof(person: Browser, year: str, name: str, content: bytes) -> Answer:
    """Put a file at the question, with the form that works without script."""
    page = f"{year}answers/{QUESTION}/proof/"
    return person.post(page, {}, files=(("files", name, content),))


def fetch_proof(person: Browser, year: str) -> bytes:
    """Return the one file that stands at the question, by the link on its page."""
    page = person.get(f"{year}answers/{QUESTION}/proof/").text
    [link] = set(FILE.findall(page))
    answer = person.get(link)
    assert answer.status == 200, answer.text[:2000]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.body


def submit(person: Browser, year: str) -> None:
    """Hand the file in."""
    answer = person.post(f"{year}submit/", {"authority": "on"}, form=f"{year}check/")
    assert answer.status == 302, answer.text[:2000]
    assert answer.headers["Location"] == f"{year}submitted/"


def ask_for_report(person: Browser, year: str) -> str:
    """Ask for the PDF; return its page."""
    answer = person.post(f"{year}reports/", {"language": "nl", "variant": "full"})
    assert answer.status == 302, answer.text[:2000]
    return answer.headers["Location"]


def fetch_report(person: Browser, report: str) -> bytes:
    """Wait for the PDF and return it."""
    return wait_for(lambda: fetched(person, f"{report}pdf/"), "the report")


def fetched(person: Browser, path: str) -> bytes | None:
    """Return a file, or None while it isn't there."""
    answer = person.get(path)
    assert answer.status in (200, 302, 404, 409), answer.status
    return answer.body if answer.status == 200 else None


def wait_for(thing, name: str):
    """Return what a function gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    while not (found := thing()):
        assert time.monotonic() < until, f"{name} does not come"
        time.sleep(0.3)
    return found
