"""An exception without its words: what went wrong and where, never with which text.

Messages of exceptions quote what was being worked on: an answer, an address, the row that clashed.
Those of the system and of lost connections don't, and are what an operator needs.
"""

import smtplib
import traceback

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

DEEPEST = 8
"""Frames shown of each exception, counted from where it went wrong."""
HARMLESS = (OSError, OperationalError, ImproperlyConfigured)
QUOTING = (smtplib.SMTPException, UnicodeError)  # these name receivers, or the text itself


def kind(fault: BaseException) -> str:
    """Return the class and, from the database, the code: `IntegrityError 23505`."""
    code = getattr(fault, "sqlstate", None) or getattr(fault.__cause__, "sqlstate", None)
    if isinstance(fault, smtplib.SMTPResponseException):
        code = fault.smtp_code
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__


def reason(fault: BaseException) -> str:
    """Return the message when it can't quote anybody, on one line; else an empty text."""
    if isinstance(fault, HARMLESS) and not isinstance(fault, QUOTING):
        return " ".join(str(fault).split())
    return ""


def chain(fault: BaseException) -> list[BaseException]:
    """Return the exception and what it came from, the first cause last."""
    found: list[BaseException] = []
    cause: BaseException | None = fault
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return found


def in_brief(fault: BaseException) -> str:
    """Return one line: `ReportFailed < OSError: No space left on device`."""
    words = []
    for link in chain(fault):
        told = reason(link)
        words.append(f"{kind(link)}: {told}" if told else kind(link))
    return " < ".join(words)


def frames(fault: BaseException) -> list[str]:
    """Return where it happened, cause after cause: `diligence/tasks.py:31 make`."""
    steps = [
        step
        for link in chain(fault)
        for step in traceback.extract_tb(link.__traceback__)[-DEEPEST:]
    ]
    return [f"{step.filename}:{step.lineno} {step.name}" for step in steps]
