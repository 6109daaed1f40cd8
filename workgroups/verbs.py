"""What this app lets the secretariat read of one company, as its log tells it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ

PAGES: dict[str, str | Promise] = {
    "review:file": _("het dossier van %(year)s om het te beoordelen"),
    "review:hold": NOT_A_READ,  # review.held and the like tell it
    "review:assign": NOT_A_READ,
    "review:answer": NOT_A_READ,  # each act has a verb of its own
    "review:decide": _("waar het dossier van %(year)s staat, voor een besluit"),
}
