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
        "cycle.opened",
        D,
        _("%(company)s kan %(year)s nu invullen. De laatste dag om in te dienen is %(day)s."),
    ),
    NoticeKind(
        "cycle.reopened",
        D,
        _("Het secretariaat opende %(year)s weer voor alle leden: “%(reason)s”."),
        for_mail=_("Het secretariaat opende %(year)s weer voor alle leden."),
    ),
    NoticeKind(
        "cycle.days",
        D,
        _("%(company)s kan %(year)s nu indienen tot en met %(day)s: “%(reason)s”."),
        for_mail=_("De laatste dag om %(year)s in te dienen is nu %(day)s."),
    ),
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
    NoticeKind(
        "file.sent_back",
        Q,
        _("Het secretariaat heeft vragen over %(year)s van %(company)s."),
        urgent=True,
    ),
    NoticeKind(
        "file.reopened",
        Q,
        _("Het secretariaat opende %(year)s van %(company)s weer."),
        urgent=True,
    ),
    NoticeKind("file.accepted", R, _("Het secretariaat is akkoord met %(year)s van %(company)s.")),
    NoticeKind(
        "letter.sent", R, _("Het besluit over %(year)s van %(company)s staat in een brief.")
    ),
    NoticeKind("file.closed", R, _("Het secretariaat sloot %(year)s van %(company)s af.")),
    NoticeKind(
        "file.unclosed",
        R,
        _("Het secretariaat maakte het afsluiten van %(year)s van %(company)s ongedaan."),
    ),
    NoticeKind(
        "time.given",
        D,
        _("Het secretariaat geeft %(company)s uitstel voor %(year)s, tot en met %(day)s."),
        urgent=True,
    ),
    NoticeKind(
        "time.refused",
        D,
        _("Het secretariaat geeft %(company)s geen uitstel voor %(year)s."),
        urgent=True,
    ),
    NoticeKind(
        "talk.asked",
        Q,
        _("Het secretariaat schreef u over %(topic)s."),
        urgent=True,
    ),
    NoticeKind("talk.named", Q, _("%(who)s noemt u in een gesprek over %(topic)s."), urgent=True),
    NoticeKind("talk.settled", R, _("Het gesprek over %(topic)s is afgerond.")),
    # The secretariat.
    NoticeKind(
        "file.taken_back", R, _("%(company)s nam %(year)s terug om eraan verder te werken.")
    ),
    NoticeKind("file.given", R, _("%(who)s gaf u %(year)s van %(company)s om te beoordelen.")),
    NoticeKind(
        "time.asked",
        Q,
        _("%(company)s vraagt uitstel voor %(year)s, tot en met %(day)s."),
        urgent=True,
    ),
    NoticeKind("time.withdrawn", R, _("%(company)s trok het verzoek om uitstel voor %(year)s in.")),
    NoticeKind("talk.answered", Q, _("%(company)s schreef u over %(topic)s.")),
    NoticeKind("file.submitted", R, _("%(company)s diende %(year)s in.")),
    NoticeKind(
        "action.help",
        Q,
        _("%(company)s loopt vast bij een actie en vraagt om hulp."),
        urgent=True,
    ),
)
