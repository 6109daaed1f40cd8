"""Where each report stands for a run, and what is called what in the ZIP; no database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from workgroups.aggregation.report_run import (
    FileForRun,
    Making,
    Report,
    names_in_zip,
    split,
)

BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEFORE = BEGAN - timedelta(seconds=1)


def file(name="Gieterij", status="submitted", report=None) -> FileForRun:
    """Return a member's file."""
    return FileForRun(uuid4(), name.lower().replace(" ", "-"), name, status, report)


def report(
    status: str, *, asked: datetime = BEGAN, ended: datetime | None = None, queued: bool = False
) -> Report:
    """Return a report in this state."""
    return Report(
        pk=uuid4(),
        status=status,
        requested_at=asked,
        finished_at=ended,
        error_code="R-1234",
        file="reports/a.pdf",
        sha256="0" * 64,
        code="AAAA-BBBB-CCCC",
        is_queued=queued,
    )


@pytest.mark.parametrize(
    ("one", "making"),
    [
        (file(status=""), Making.LEFT_OUT),
        (file(status="draft"), Making.LEFT_OUT),
        (file(status="questions_open"), Making.LEFT_OUT),
        (file(), Making.TO_ASK),
        (file(status="accepted"), Making.TO_ASK),
        (file(status="closed"), Making.TO_ASK),
        (file(report=report("queued", queued=True)), Making.UNDER_WAY),
        (file(report=report("rendering", queued=True)), Making.UNDER_WAY),
        (file(report=report("rendering")), Making.STUCK),
        (file(report=report("queued", asked=BEFORE)), Making.TO_ASK),
        (file(report=report("ready")), Making.READY),
        (file(report=report("failed", ended=BEFORE)), Making.TO_ASK),
        (file(report=report("failed", ended=BEGAN)), Making.FAILED),
        (file(status="draft", report=report("ready")), Making.LEFT_OUT),
    ],
)
def test_where_a_report_stands(one, making):
    assert one.making(BEGAN) == making


def test_who_could_not_be_asked_is_not_asked_again():
    refused, other = file("Een"), file("Twee")
    stands = split([refused, other], BEGAN, refused=frozenset({"een"}))
    assert (stands[Making.FAILED], stands[Making.TO_ASK]) == ([refused], [other])


def test_a_report_whose_pdf_is_gone_is_asked_for_again():
    one = file(report=report("ready"))
    assert split([one], BEGAN, gone=frozenset({one.report.pk}))[Making.TO_ASK] == [one]
    assert split([one], BEGAN)[Making.READY] == [one]


def test_every_file_is_somewhere_once():
    files = [file(str(number), status) for number, status in enumerate(["", "draft", "closed"])]
    stands = split(files, BEGAN)
    assert sorted(one.name for some in stands.values() for one in some) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Gieterij De Maas B.V.", "2026 Gieterij De Maas B.V. nl.pdf"),
        ("Élan & Zonen", "2026 Élan & Zonen nl.pdf"),
        ("../../etc/passwd", "2026 .. .. etc passwd nl.pdf"),
        ('A/B\\C:"D"', "2026 A B C D nl.pdf"),
        ("Regel\nbreuk\x00", "2026 Regel breuk nl.pdf"),
    ],
)
def test_a_name_in_the_zip(name, called):
    assert list(names_in_zip([file(name)], 2026, "nl")) == [called]


def test_a_name_of_forbidden_letters_only_falls_back_on_the_address():
    one = FileForRun(uuid4(), "vraagteken", "???", "closed", None)
    assert list(names_in_zip([one], 2026, "nl")) == ["2026 vraagteken nl.pdf"]


def test_two_of_the_same_name_stay_two_files():
    twins = [
        FileForRun(uuid4(), slug, name, "closed", None)
        for slug, name in [("een", "Gieterij"), ("twee", "GIETERIJ"), ("drie", "Gieterij")]
    ]
    assert list(names_in_zip(twins, 2026, "en")) == [
        "2026 Gieterij en.pdf",
        "2026 GIETERIJ (twee) en.pdf",
        "2026 Gieterij (drie) en.pdf",
    ]
