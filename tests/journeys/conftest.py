"""A real browser on a real server. Playwright drives the Chromium that Debian ships."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.support.signing_in import sign_in_as


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect errors of scripts and breaches of the content security policy; any fails the test."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser, live_server, complaints):
    """Return a function that opens a window in which a person is signed in.

    `open_page(user, width=320, dark=True)`.
    """
    contexts: list[BrowserContext] = []

    def open_it(
        user=None, *, width=1360, dark=False, script=True, language="nl", strong=None, touch=False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=live_server.url,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        cookies = [{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language}]
        if user is not None:
            client = Client()
            sign_in_as(client, user, strong=strong)
            session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": django_settings.SESSION_COOKIE_NAME, "value": session})
        context.add_cookies([cookie | {"url": live_server.url} for cookie in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        return page

    yield open_it
    for context in contexts:
        context.close()
