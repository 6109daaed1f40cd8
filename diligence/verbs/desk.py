"""What is written in the log of the secretariat's work on a file."""

from django.utils.translation import gettext_lazy as _

from companies.log.verbs import Kind, Verb

C, R = Kind.CHANGE, Kind.READ

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
    Verb(
        "review.agreed",
        C,
        _("%(who)s is akkoord met het antwoord op %(question)s."),
        "diligence:part",
    ),
    Verb(
        "review.unagreed",
        C,
        _("%(who)s kijkt opnieuw naar het antwoord op %(question)s."),
        "diligence:part",
    ),
    Verb(
        "review.scored",
        C,
        _("%(who)s zette niveau %(level)s naast uw eigen niveau bij %(question)s."),
        "diligence:part",
    ),
    Verb(
        "review.unscored",
        C,
        _("%(who)s haalde het eigen niveau van het secretariaat weg bij %(question)s."),
        "diligence:part",
    ),
    Verb(
        "letter.downloaded",
        R,
        _("%(who)s haalde de brief met het besluit over %(year)s op, met code %(code)s."),
        "diligence:overview",
    ),
)
