"""Logs as lines that a person may read: events, ids and durations. No answers, names, addresses.

On a server that others can reach each line is JSON, elsewhere plain text; LOG_FORMAT chooses.
Every line of a request, and of the tasks it asked for, carries the request's id.
"""

import logging
import logging.config
import sys
from collections.abc import Mapping
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

from convenant import env, safety
from convenant.observe.brief import frames, in_brief

FIELDS = (
    "method",
    "route",
    "status",
    "ms",
    "task",
    "item",
    "attempt",
    "file",
    "what",
    "person",
    "way",
)
"""What our own lines may say beside their text; anything else given to a logger is left out."""
FOREIGN = ("django", "gunicorn", "celery", "kombu")
# These tell statements, headers or file contents when asked for DEBUG, so they are not asked.
TALKATIVE = ("django.db", "botocore", "boto3", "s3transfer", "urllib3", "fontTools", "PIL")


class DiscreetFormatter(ProcessorFormatter):
    """Takes out of a line what a library put in about the work at hand."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a copy, since another handler may look at the same record."""
        record = logging.makeLogRecord(record.__dict__)
        make_discreet(record)
        return super().format(record)


def make_discreet(record: logging.LogRecord) -> None:
    """Leave out paths (with their invitation and reset keys) and the text of exceptions."""
    if not record.name.startswith(FOREIGN):
        return
    if isinstance(record.args, Mapping):
        known = {name: record.args.get(name, "") for name in ("name", "id", "runtime")}
        record.msg = f"Task {known['name']} {known['id']}: {record.args.get('description', '')}"
        record.args = ()
    elif record.args:
        record.args = tuple(discreet(word) for word in record.args)


def discreet(word: Any) -> Any:
    """Return a word for a log: no address within the site, an exception in brief."""
    if isinstance(word, BaseException):
        return in_brief(word)
    if isinstance(word, str) and word.startswith("/"):
        return "…"
    return word


def tell_exception(logger: Any, name: str, event: Any) -> Any:
    """Replace a traceback by its classes and places."""
    info = event.pop("exc_info", None)
    fault = info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info else None
    if isinstance(fault, BaseException):
        event |= {"exception": in_brief(fault), "frames": frames(fault)}
    return event


def as_text(logger: Any, name: str, event: Any) -> str:
    """Return a line for a terminal: time, level, logger, text, and the rest as name=value."""
    head = [event.pop(part, "") for part in ("time", "level", "logger", "event")]
    places = event.pop("frames", [])
    rest = [f"{key}={value}" for key, value in event.items()]
    return "\n    ".join([" ".join([*map(str, head), *rest]), *places])


def configuration(level: str, *, as_json: bool) -> dict[str, Any]:
    """Return the settings for `logging.config.dictConfig`."""
    last = JSONRenderer(ensure_ascii=False) if as_json else as_text
    chain = [
        merge_contextvars,
        add_log_level,
        add_logger_name,
        ExtraAdder(FIELDS),
        TimeStamper("iso", utc=True, key="time"),
        tell_exception,
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "discreet": {
                "()": DiscreetFormatter,
                "foreign_pre_chain": chain,
                "processors": [ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            **{name: {"level": "WARNING"} for name in TALKATIVE},
            # One line of our own says it better (convenant.observe.requests, convenant.queue).
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }


def from_environment() -> dict[str, Any]:
    """Return the configuration that this process's environment asks for."""
    usual = "json" if safety.is_public(env.text("PUBLIC_URL", "http://127.0.0.1:8000")) else "text"
    shape = env.text("LOG_FORMAT", usual)
    if shape not in ("json", "text"):
        env.note(f"LOG_FORMAT is '{shape}'; write json or text.")
    level = env.text("LOG_LEVEL", "INFO").upper()
    if level not in logging.getLevelNamesMapping():
        env.note(f"LOG_LEVEL is '{level}'; write DEBUG, INFO, WARNING or ERROR.")
        level = "INFO"
    return configuration(level, as_json=shape == "json")


def set_up(**kwargs: Any) -> None:
    """Let these logs be the only ones of this process (Celery would add its own)."""
    logging.config.dictConfig(from_environment())
