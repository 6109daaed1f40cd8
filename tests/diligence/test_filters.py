"""How pages write durations, moments and names."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from diligence.templatetags.diligence import anchor, duration, moment, people, receipt_code


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minuut"),
        (5, "5 minuten"),
        (6, "10 minuten"),
        (90, "90 minuten"),
        (91, "2 uur"),
        (125, "2,5 uur"),
        (599, "10 uur"),
        (600, "2 werkdagen"),
        (480 * 5, "5 werkdagen"),
    ],
)
def test_durations_are_rounded_up_as_people_say_them(minutes, words):
    assert duration(minutes) == words


def test_the_decimal_mark_is_that_of_the_page():
    with translation.override("en"):
        assert duration(125).startswith("2.5 ")


@pytest.mark.parametrize(
    ("ago", "words"), [(0, "vandaag om 14:32"), (1, "gisteren om 14:32"), (40, " 2026 om 14:32")]
)
def test_moments(monkeypatch, ago, words):
    now = datetime.datetime(2026, 11, 22, 14, 32, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert moment(now - datetime.timedelta(days=ago)).endswith(words)


def test_no_moment_is_no_words():
    assert moment(None) == ""


def test_a_receipt_code_can_be_read_out():
    assert receipt_code("3f9a0c11b2d4ffff") == "3F9A-0C11-B2D4"


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["Ruud"], "Ruud"), (["A", "B"], "A of B"), (["A", "B", "C"], "A, B of C")],
)
def test_people_in_a_sentence(names, words):
    assert people([SimpleNamespace(user=name) for name in names]) == words


def test_the_id_of_a_question():
    assert anchor("embed.policy_known") == "q-embed-policy_known"
