"""A password made of names that everybody knows is refused; a long one with such a name is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

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
