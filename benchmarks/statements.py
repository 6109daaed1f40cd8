"""Figure 4: how many statements a request takes (run inside one database; prints JSON)."""

import json
import re
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

settings.ALLOWED_HOSTS = ["testserver"]
FREE = ("BEGIN", "COMMIT")


def counted(client: Client, method: str, path: str, *data: dict) -> int:
    """Return the statements of a request, the second time it is made."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            response = getattr(client, method)(path, *data)
        assert response.status_code == 200, (path, response.status_code, response.content[:300])
    return sum(query["sql"] not in FREE for query in caught)


def signed_in(session: str) -> Client:
    """Return a browser with this session."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def main(facts: dict) -> dict:
    """Return the numbers of statements by page."""
    editor, officer = signed_in(facts["editor"]), signed_in(facts["officer"])
    file = f"/companies/{facts['company']}/{facts['year']}"
    return {
        "part": counted(editor, "get", f"{file}/parts/1.1/"),
        "dashboard": counted(officer, "get", f"/sector/{facts['year']}/"),
        "autosave": autosave(editor, file),
    }


def autosave(editor: Client, file: str) -> int:
    """Return the statements of one autosave that changes something."""
    key = "embed.policy"
    seen = current_version(editor, file, key)
    for number in range(3):
        data = {
            f"{key}:version": str(seen),
            f"{key}:value": str(number),
            f"{key}:explanation": f"Versie {number} van {seen}.",
            "language": "nl",
        }
        with CaptureQueriesContext(connection) as caught:
            response = editor.post(f"{file}/answers/{key}/", data)
        assert response.status_code == 200, response.content
        seen = response.json()["version"]
    return sum(query["sql"] not in FREE for query in caught)


def current_version(editor: Client, file: str, key: str) -> int:
    """Return the version of an answer that the page shows."""
    page = editor.get(f"{file}/parts/1.1/").content.decode()
    return int(re.search(rf'name="{key}:version" value="(\d+)"', page).group(1))


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
