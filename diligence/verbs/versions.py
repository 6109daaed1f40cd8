"""What moving to a newer questionnaire writes in the log, and how its pages are called there."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb

C = Kind.CHANGE
PAGE = "diligence:version"

VERSIONS = (
    Verb(
        "file.moved",
        C,
        _(
            "%(who)s stapte voor %(year)s over van vragenlijst %(from_version)s naar "
            "%(to_version)s; %(kept)s antwoorden gingen niet vanzelf mee en zijn bewaard."
        ),
        PAGE,
    ),
    Verb(
        "file.taken_over",
        C,
        _("%(who)s nam een antwoord van de vorige vragenlijst over bij %(question)s."),
        "diligence:part",
    ),
    Verb(
        "file.given_back",
        C,
        _("%(who)s maakte het overnemen bij %(question)s ongedaan."),
        "diligence:part",
    ),
    Verb(
        "file.moved_back",
        C,
        _(
            "%(who)s zette %(year)s terug van vragenlijst %(to_version)s naar %(from_version)s; "
            "%(kept)s antwoorden van daarna zijn bewaard."
        ),
        PAGE,
    ),
)

PAGES: dict[str, str | Promise] = {
    "diligence:version": _("de nieuwere vragenlijst van %(year)s"),
    "diligence:version-undo": NOT_A_READ,
    "diligence:take": NOT_A_READ,
}
