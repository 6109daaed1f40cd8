"""What the journeys through a part have in common: where it is, what is kept, and who signs in."""

import re

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from convenant.tenancy.scope import company_scope

BREACHES = "#q-embed-breaches-value"
SAVED = re.compile(r"Opgeslagen om \d\d:\d\d")


def address(file, part="1.2") -> str:
    """Return where a part of the file is filled in."""
    return reverse("diligence:part", args=[file.company.slug, file.cycle.year, part])


def kept(file, key="embed.breaches"):
    """Return the answer that is stored; None when there is none."""
    with company_scope(file.company_id):
        return file.answers.filter(question=key).first()


def line(page):
    """Return the sentence that says how safe the work is."""
    return page.locator("[data-save-text]")


def saved(page, timeout=10000) -> None:
    """Wait until the page says that everything is saved."""
    expect(line(page)).to_have_text(SAVED, timeout=timeout)


def session_of(user) -> str:
    """Sign somebody in, and return the value of their cookie."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def sign_out(page) -> None:
    """Let the session end while the page stands there."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page, user, live_server) -> None:
    """Give this window another session, as signing in in another tab does."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.evaluate("dispatchEvent(new Event('focus'))")
