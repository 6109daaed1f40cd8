"""What this app writes in a company's log, whom it tells, and what of it the secretariat reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb
from companies.notices import Group, NoticeKind

PAGES: dict[str, str | Promise] = {
    "review:file": _("het dossier van %(year)s om het te beoordelen"),
    "review:hold": NOT_A_READ,  # review.held and the like tell it
    "review:assign": NOT_A_READ,
    "review:answer": NOT_A_READ,  # each act has a verb of its own
    "review:decide": _("waar het dossier van %(year)s staat, voor een besluit"),
    "own-figures:comment": _("wat uw bedrijf vond van de cijfers %(number)s"),
    "own-figures:place": _("waar uw bedrijf staat in de sector in %(year)s"),
}

VERBS = (
    Verb(
        "release.counted",
        Kind.CHANGE,
        _("%(who)s telde het dossier van %(year)s mee in de cijfers %(number)s."),
    ),
    Verb(
        "release.asked",
        Kind.CHANGE,
        _(
            "%(who)s liet de cijfers %(number)s vooraf zien. "
            "Uw bedrijf kan reageren tot en met %(day)s."
        ),
    ),
    Verb(
        "release.agreed",
        Kind.CHANGE,
        _("%(who)s is akkoord met de cijfers %(number)s."),
        "own-figures:comment",
    ),
    Verb(
        "release.objected",
        Kind.CHANGE,
        _("%(who)s maakte bezwaar tegen de cijfers %(number)s."),
        "own-figures:comment",
    ),
    Verb(
        "release.remarked",
        Kind.CHANGE,
        _("%(who)s plaatste een opmerking bij de cijfers %(number)s."),
        "own-figures:comment",
    ),
)

NOTICES = (
    NoticeKind(
        "release.asked",
        Group.QUESTION,
        _("Bekijk de cijfers %(number)s voordat ze naar buiten gaan: tot en met %(day)s."),
        urgent=True,
    ),
    NoticeKind(
        "release.answered",
        Group.QUESTION,
        _("%(company)s reageerde op de cijfers %(number)s."),
    ),
)
