"""What is written in the log of the secretariat's work on a file."""

from django.utils.translation import gettext_lazy as _

from companies.log.verbs import Kind, Verb

C = Kind.CHANGE

DESK = (
    Verb("review.held", C, _("%(who)s ging het dossier van %(year)s beoordelen.")),
    Verb(
        "review.taken_over",
        C,
        _("%(who)s nam de beoordeling van %(year)s over van %(person)s."),
    ),
    Verb("review.let_go", C, _("%(who)s legde de beoordeling van %(year)s neer.")),
    Verb("review.assigned", C, _("%(who)s gaf de beoordeling van %(year)s aan %(person)s.")),
    Verb(
        "review.unassigned",
        C,
        _("%(who)s haalde weg wie %(year)s beoordeelt."),
    ),
)
