"""A password made of names that everybody knows is refused; a long one with such a name is not."""

from random import Random

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from convenant import leaked
from tests.factories import CompanyFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    company = CompanyFactory(name="Gieterij De Maas B.V.", city="Gorinchem")
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.mark.parametrize(
    "password",
    [
        "Ketenkompas2026!",
        "metaalconvenant",
        "Gieterij-Maas-1984",
        "Gorinchem!!2026",
        "JokeBakker123456",
        "Welkom01Welkom01",
        "Wachtwoord2026!!",
        "zomer2026zomer2026",
        "kort",
        "qwertyuiop12",
        "ketenkompas demo",
    ],
)
def test_what_a_stranger_would_try_is_refused(password, person):
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        "een lang wachtwoord",
        "fietsbel koperen zondag",
        "mijn gieterij heeft zeven blauwe deuren",
        "x" * 6 + "Ñandú çok güzel 漢字",
        "a" * 3 + " " * 2 + "onvoorspelbaar",
        " begint en eindigt met een spatie ",
        "w" + "e" * 120,
    ],
)
def test_what_is_long_and_ones_own_is_taken(password, person):
    validate_password(password, person)


def test_without_a_person_the_product_still_counts():
    with pytest.raises(ValidationError, match="makkelijk te raden"):
        validate_password("ketenkompas1")


class TestLeaked:
    """Passwords that leaked elsewhere are known here, without asking anybody."""

    @pytest.mark.parametrize(
        "password",
        ["1q2w3e4r5t6y", "passwordpassword", "PasswordPassword", "iloveyouforever", "123456789012"],
    )
    def test_one_that_leaked_is_refused_in_whatever_capitals(self, password, person):
        with pytest.raises(ValidationError) as refused:
            validate_password(password, person)
        assert [error.code for error in refused.value.error_list] == ["password_leaked"]

    def test_the_page_says_what_to_do_and_keeps_the_account_shut(self, client_of, person):
        client = client_of(person)
        client.post("/accounts/reauthenticate/", {"password": "een lang wachtwoord"})
        new = "passwordpassword"
        page = client.post(
            "/accounts/password/change/",
            {"oldpassword": "een lang wachtwoord", "password1": new, "password2": new},
        )
        assert "ooit ergens uitgelekt" in page.text
        person.refresh_from_db()
        assert person.check_password("een lang wachtwoord")

    def test_others_are_hardly_ever_taken_for_one(self):
        odds = Random(3)
        others = ("".join(odds.choices("abcdefghkmnprstuvw", k=16)) for _ in range(20_000))
        wrong = sum(leaked.is_in(settings.LEAKED_PASSWORDS, other) for other in others)
        assert wrong < 20, "about 2 are expected"

    def test_the_list_is_as_long_as_it_says(self):
        size = settings.LEAKED_PASSWORDS.stat().st_size - len(leaked.HEADER)
        assert size * 8 / leaked.BITS_EACH > 1_400_000

    def test_an_operator_makes_another_of_lists(self, tmp_path, capsys):
        words, out = tmp_path / "words.txt", tmp_path / "own.bloom"
        words.write_text("te kort\nGelekt Wachtwoord\nnog een gelekt woord\n")
        call_command("leaked_passwords", out, words)
        assert capsys.readouterr().out.startswith("2 passwords")
        assert leaked.is_in(out, "gelekt wachtwoord")
        assert leaked.is_in(out, "NOG EEN GELEKT WOORD")
        assert not leaked.is_in(out, "een lang wachtwoord")

    def test_lists_that_hold_nothing_make_no_file(self, tmp_path):
        words, out = tmp_path / "words.txt", tmp_path / "own.bloom"
        words.write_text("kort\n")
        with pytest.raises(CommandError, match="No password"):
            call_command("leaked_passwords", out, words)
        with pytest.raises(CommandError, match="is no file"):
            call_command("leaked_passwords", out, tmp_path / "weg.txt")
        assert not out.exists()

    def test_a_file_that_is_something_else_stops_loudly(self, tmp_path, settings):
        settings.LEAKED_PASSWORDS = tmp_path / "other"
        settings.LEAKED_PASSWORDS.write_text("geen filter")
        with pytest.raises(leaked.NotAFilter):
            validate_password("een lang wachtwoord")
