"""Two texts word by word: both can be read back, and the work has an end."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diligence.framework import word_difference
from diligence.framework.word_difference import (
    Mark,
    difference_of,
    in_common,
    is_same,
    words_with,
)


def shown(before, after):
    """Return a difference as one line: `wij kopen [-tin-]{+koper+}`."""
    frame = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return "".join(frame[piece.mark].format(piece.text) for piece in difference_of(before, after))


def words(text):
    return re.findall(r"\n|[^\s]", re.sub(r"\s*\n\s*", "\n", text.strip()).replace(" ", ""))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Wij kopen tin.", "Wij kopen koper.", "Wij kopen [-tin-]{+koper+}."),
        ("en lood", "Ook en lood", "{+Ook+} en lood"),
        ("een twee", "een", "een[- twee-]"),
        ("", "Nieuw.", "{+Nieuw.+}"),
        ("Weg.", "", "[-Weg.-]"),
        ("een  twee\t drie\r\n", " een twee drie", "een twee drie"),
        ("Eerst bellen\n\n\ndan mailen", "Eerst bellen\ndan mailen", "Eerst bellen\ndan mailen"),
        ("Eerst bellen, dan mailen", "Eerst bellen dan mailen", "Eerst bellen[-,-] dan mailen"),
        (
            "Het kost 1.250,50 euro",
            "Het kost 1.250,75 euro",
            "Het kost [-1.250,50-]{+1.250,75+} euro",
        ),
        ("Zo’n 3 foto’s", "Zo’n 4 foto’s", "Zo’n [-3-]{+4+} foto’s"),
        ("Café in Curaçao", "Cafés in Curaçao", "[-Café-]{+Cafés+} in Curaçao"),
    ],
)
def test_words_that_went_and_came(before, after, told):
    assert shown(before, after) == told


def test_another_text_is_shown_as_a_whole():
    before = "Wij vragen al onze leveranciers in maart om hun beleid."
    after = "We ask each supplier for proof once a year, in spring."
    assert shown(before, after) == f"[-{before}-]{{+{after}+}}"


def test_a_word_that_stayed_by_chance_does_not_break_a_sentence_up():
    frame = "Begin. {} Slot van dit stuk."
    before = frame.format("Wij bellen elke dag met onze vaste mensen en schrijven alles op.")
    after = frame.format("Joke mailt soms naar vier nieuwe bedrijven en krijgt dan foto.")
    pieces = difference_of(before, after)
    assert [piece.mark for piece in pieces if piece.text.strip()] == [
        Mark.SAME,
        Mark.REMOVED,
        Mark.ADDED,
        Mark.SAME,
    ]


def test_counting_words_passes_signs_by():
    pieces = difference_of("Wij bellen.", "Wij bellen, mailen en schrijven.")
    assert words_with(Mark.ADDED, pieces) == 3
    assert words_with(Mark.REMOVED, pieces) == 0


TEXTS = st.text(alphabet="ab. \n,", max_size=60)


@settings(deadline=None, max_examples=300, database=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = difference_of(before, after)
    then = "".join(piece.text for piece in pieces if piece.mark != Mark.ADDED)
    now = "".join(piece.text for piece in pieces if piece.mark != Mark.REMOVED)
    assert words(then) == words(before)
    assert words(now) == words(after)
    assert is_same(pieces) == (_tokens(before) == _tokens(after))
    assert all(piece.text for piece in pieces)


def _tokens(text):
    tidy = re.sub(r"[^\S\n]*\n\s*", "\n", text.strip())
    return re.findall(r"\n|\w+(?:[.,]\w+)*|[^\w\s]", tidy)


@settings(deadline=None, max_examples=200, database=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_what_is_in_common_is_the_longest(old, new):
    pairs = in_common(old, new)
    assert all(old[x] == new[y] for x, y in pairs)
    assert pairs == sorted(set(pairs))
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x in range(len(old)):
        for y in range(len(new)):
            longest[x + 1][y + 1] = (
                longest[x][y] + 1 if old[x] == new[y] else max(longest[x][y + 1], longest[x + 1][y])
            )
    assert len(pairs) == longest[-1][-1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 5_000, "b " * 5_000),
        ("a b " * 2_500, "b a c " * 2_500),
        ("x. " * 2_500, "y. " * 2_500),
        (" ".join(map(str, range(5_000))), " ".join(map(str, range(5_000, 0, -1)))),
    ],
)
def test_hostile_texts_take_a_bounded_number_of_steps(monkeypatch, before, after):
    steps = 0
    real = word_difference._goes_down

    def counted(*args):
        nonlocal steps
        steps += 1
        return real(*args)

    monkeypatch.setattr(word_difference, "_goes_down", counted)
    difference_of(before, after)
    assert steps <= 2 * word_difference.MOST_STEPS**2


def test_a_rewritten_paragraph_in_a_long_text_leaves_the_rest_alone():
    lines = [f"Zin {n} gaat over leverancier {n}." for n in range(400)]
    changed = lines.copy()
    changed[100:200] = [f"Alinea {n} vertelt iets heel anders dan eerst." for n in range(100)]
    changed[300] = "Zin 300 gaat over smelterij 300."
    pieces = difference_of("\n".join(lines), "\n".join(changed))
    same = "".join(piece.text for piece in pieces if piece.mark == Mark.SAME)
    assert "leverancier 99." in same and "leverancier 201." in same
    assert (Mark.ADDED, "smelterij") in {(piece.mark, piece.text) for piece in pieces}
