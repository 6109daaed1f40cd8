"""What is written in the log of laws beside a file: who took an extract along, and who looked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb

VERBS = (
    Verb(
        "law.exported",
        Kind.READ,
        _("%(who)s haalde het uittreksel %(standard)s van %(year)s op als %(form)s."),
        "diligence:laws",
    ),
)
PAGES: dict[str, str | Promise] = {
    "diligence:laws": _("de wetten en normen naast %(year)s"),
    "diligence:law": _("één wet of norm naast %(year)s"),
    "diligence:law-file": NOT_A_READ,  # law.exported tells it
    "file-api:laws": _("de wetten en normen naast %(year)s, via de API"),
    "file-api:law-file": NOT_A_READ,  # law.exported tells it
    "file-api:export": NOT_A_READ,  # file.exported tells it
}
