"""Faults to a Sentry-compatible service, when SENTRY_DSN names one: where it happened, no data.

An event is built anew from what is known to be harmless. What the SDK gathers besides (the
request, the person, local variables, breadcrumbs, messages) never leaves the process.
"""

import os
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from convenant.observe.brief import chain, kind, reason
from convenant.observe.requests import current_request

KEPT = ("event_id", "timestamp", "level", "platform", "release", "environment", "sdk")
OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app")


def start(dsn: str, release: str) -> None:
    """Report what goes wrong from now on."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=os.environ.get("SENTRY_ENVIRONMENT") or "production",
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        traces_sample_rate=0.0,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        auto_enabling_integrations=False,
        integrations=[
            DjangoIntegration(),
            CeleryIntegration(),
            LoggingIntegration(level=None, event_level=None),
        ],
        before_send=without_data,
    )


def without_data(event: Any, hint: dict[str, Any]) -> Any:
    """Return the event with classes, places and the request's id, and nothing else."""
    info = hint.get("exc_info")
    if not info:
        return None
    clean = {name: event[name] for name in KEPT if name in event}
    clean["tags"] = {"request": current_request()}
    clean["transaction"] = event.get("transaction", "")
    links = chain(info[1])[::-1]  # Sentry wants the first cause first
    stacks = [value.get("stacktrace") for value in event["exception"]["values"]]
    clean["exception"] = {
        "values": [
            {
                "type": kind(link),
                "value": reason(link),
                "stacktrace": {"frames": frames_of(stack)},
            }
            for link, stack in zip(links, stacks[-len(links) :], strict=False)
        ]
    }
    return clean


def frames_of(stack: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return where the code was, without lines of text or variables."""
    frames = (stack or {}).get("frames", [])
    return [{name: frame.get(name) for name in OF_A_FRAME} for frame in frames]
