"""What is written in a company's log of who takes part in a year."""

from django.utils.translation import gettext_lazy as _

from companies.log.verbs import Kind, Verb

CYCLES = (
    Verb(
        "cycle.included",
        Kind.CHANGE,
        _("%(who)s liet uw bedrijf meedoen in %(year)s: “%(reason)s”."),
    ),
    Verb(
        "cycle.excluded",
        Kind.CHANGE,
        _("%(who)s besloot dat uw bedrijf in %(year)s niet meedoet: “%(reason)s”."),
    ),
)
