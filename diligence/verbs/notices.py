"""What people are told of a file: each kind with its sentence, and how much it presses.

The words never hold what somebody answered; a title that somebody typed stays out of mails.
"""

from django.utils.translation import gettext_lazy as _

from companies.notices import Group, NoticeKind

D, Q, R, F = Group.DEADLINE, Group.QUESTION, Group.REVIEW, Group.FILE

NOTICES = (
    # A company's own people.
    NoticeKind("file.handed_in", F, _("%(who)s diende %(year)s van %(company)s in.")),
    NoticeKind("report.ready", F, _("Het verslag van %(year)s van %(company)s is klaar.")),
    NoticeKind(
        "report.failed", F, _("Het verslag van %(year)s van %(company)s kon niet worden gemaakt.")
    ),
    NoticeKind(
        "declaration.read",
        F,
        _("De opgave “%(title)s” van een leverancier is gelezen."),
        for_mail=_("Een opgave van een leverancier is gelezen."),
    ),
    NoticeKind(
        "declaration.refused",
        F,
        _("De opgave “%(title)s” van een leverancier kon niet worden gelezen."),
        for_mail=_("Een opgave van een leverancier kon niet worden gelezen."),
    ),
    NoticeKind("part.given", F, _("%(who)s gaf u %(part)s van %(year)s.")),
    NoticeKind(
        "file.due",
        D,
        _("%(year)s van %(company)s moet uiterlijk op %(day)s zijn ingediend."),
        urgent=True,
    ),
    NoticeKind(
        "file.late",
        D,
        _("%(year)s van %(company)s moest op %(day)s zijn ingediend."),
        urgent=True,
    ),
    NoticeKind(
        "action.due",
        D,
        _("Uw actie “%(title)s” moet klaar zijn op %(day)s."),
        urgent=True,
        for_mail=_("Een actie van u moet klaar zijn op %(day)s."),
    ),
    NoticeKind(
        "action.late",
        D,
        _("Uw actie “%(title)s” moest klaar zijn op %(day)s."),
        urgent=True,
        for_mail=_("Een actie van u moest klaar zijn op %(day)s."),
    ),
    # The secretariat.
    NoticeKind("file.submitted", R, _("%(company)s diende %(year)s in.")),
    NoticeKind(
        "action.help",
        Q,
        _("%(company)s loopt vast bij een actie en vraagt om hulp."),
        urgent=True,
    ),
)
