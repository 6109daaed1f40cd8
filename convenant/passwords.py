"""Passwords that a stranger who knows the covenant would try first."""

import re

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convenant import leaked

SHORTEST_WORD = 4
LEFT_OVER = 6
# What everybody adds to a word that everybody knows.
# fmt: off
COMMON = (
    "wachtwoord", "password", "welkom", "welcome", "inloggen", "login", "geheim", "secret",
    "zelfbeoordeling", "convenant", "metaal", "metals", "covenant", "secretariaat", "januari",
    "februari", "maart", "april", "juni", "juli", "augustus", "september", "oktober", "november",
    "december", "lente", "zomer", "herfst", "winter",
)
# fmt: on
NOT_LETTERS = re.compile(r"[\W\d_]+")


class NotLeaked:
    """Refuse a password that leaked somewhere before: those are the first that anybody tries."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when it is on the list, in whatever capitals."""
        if leaked.is_in(settings.LEAKED_PASSWORDS, password):
            raise ValidationError(self.get_help_text(), code="password_leaked")

    def get_help_text(self) -> str:
        """Say what to do."""
        return _(
            "Dit wachtwoord is ooit ergens uitgelekt en staat op lijsten die inbrekers gebruiken. "
            "Kies een ander."
        )


class NoContextWords:
    """Refuse a password that is little more than the names of this place and of one's company."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when fewer than six letters are left without the known words.

        One that leaked was refused for that already; one reason is enough.
        """
        if leaked.is_in(settings.LEAKED_PASSWORDS, password):
            return
        left = password.casefold()
        words = {word for text in self.texts(user) for word in words_of(text)}
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, " ")
        if words and left != password.casefold() and len(NOT_LETTERS.sub("", left)) < LEFT_OVER:
            raise ValidationError(self.get_help_text(), code="password_of_context")

    def texts(self, user: AbstractBaseUser | None) -> list[str]:
        """Return what a stranger may know: the product, the covenant, the company, the person."""
        own = getattr(user, "known_words", None)
        return [
            settings.PRODUCT_NAME,
            settings.COVENANT_NAME,
            *COMMON,
            *(own() if callable(own) else []),
        ]

    def get_help_text(self) -> str:
        """Say what to do."""
        return _(
            "Dit wachtwoord is makkelijk te raden: het is vooral een woord of naam die anderen "
            "kennen. Kies een ander."
        )


def words_of(text: str) -> list[str]:
    """Return the words of a name that are long enough to count."""
    return [word for word in re.split(r"\W+", text.casefold()) if len(word) >= SHORTEST_WORD]
