"""What each role may do: code, not rows."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing a person may do inside one company's file."""

    FILE_VIEW = "file_view"
    ANSWERS_CHANGE = "answers_change"
    FILE_SUBMIT = "file_submit"
    REPORT_REQUEST = "report_request"
    ARCHIVE = "archive"
    REPORT_WITHDRAW = "report_withdraw"
    MEMBERS_VIEW = "members_view"
    MEMBERS_CHANGE = "members_change"
    LOG_VIEW = "log_view"
    FILE_REVIEW = "file_review"
    CONVERSE = "converse"
    FILE_UNCLOSE = "file_unclose"


class Role(TextChoices):
    """A person's role in a company."""

    READER = "reader", _("lezer")
    EDITOR = "editor", _("invuller")
    APPROVER = "approver", _("goedkeurder")
    ADMIN = "company_admin", _("beheerder")


class SecretariatRole(TextChoices):
    """A person's role in the secretariat."""

    REVIEWER = "reviewer", _("beoordelaar")
    RELEASER = "releaser", _("vrijgever")
    ADMINISTRATOR = "administrator", _("beheerder van het secretariaat")


class SectorPermission(StrEnum):
    """One thing the secretariat may do across companies."""

    SECTOR_VIEW = "sector_view"
    REPORTS_MAKE = "reports_make"
    PEOPLE_HELP = "people_help"
    CYCLES_CHANGE = "cycles_change"
    FILES_DIVIDE = "files_divide"
    ANNUAL_WRITE = "annual_write"
    ANNUAL_MAKE = "annual_make"
    RELEASES_PREPARE = "releases_prepare"
    RELEASES_SIGN = "releases_sign"
    RELEASES_END = "releases_end"


_READ = {
    Permission.FILE_VIEW,
    Permission.REPORT_REQUEST,
    Permission.MEMBERS_VIEW,
    Permission.LOG_VIEW,
}
_EDIT = _READ | {Permission.ANSWERS_CHANGE, Permission.CONVERSE}
_APPROVE = _EDIT | {Permission.FILE_SUBMIT, Permission.REPORT_WITHDRAW}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.READER: frozenset(_READ),
    Role.EDITOR: frozenset(_EDIT),
    Role.APPROVER: frozenset(_APPROVE),
    Role.ADMIN: frozenset(_APPROVE | {Permission.MEMBERS_CHANGE, Permission.ARCHIVE}),
}

_LOOK = {Permission.FILE_VIEW, Permission.REPORT_REQUEST}
_REVIEW = _LOOK | {Permission.CONVERSE, Permission.FILE_REVIEW}

# The secretariat reads a member's file and talks about it; it never answers for the member.
SECRETARIAT_GRANTS: dict[str, frozenset[Permission]] = {
    SecretariatRole.REVIEWER: frozenset(_REVIEW),
    SecretariatRole.RELEASER: frozenset(_LOOK),
    SecretariatRole.ADMINISTRATOR: frozenset(
        _REVIEW | {Permission.FILE_UNCLOSE, Permission.MEMBERS_VIEW, Permission.LOG_VIEW}
    ),
}
_SECTOR = frozenset(
    {
        SectorPermission.SECTOR_VIEW,
        SectorPermission.REPORTS_MAKE,
        SectorPermission.ANNUAL_WRITE,
        SectorPermission.RELEASES_PREPARE,
    }
)
_RELEASE = frozenset(
    {
        SectorPermission.ANNUAL_MAKE,
        SectorPermission.RELEASES_SIGN,
        SectorPermission.RELEASES_END,
    }
)
# Who reviews files or runs the tool never lets figures out: that is the releaser's alone.
SECTOR_GRANTS: dict[str, frozenset[SectorPermission]] = {
    SecretariatRole.REVIEWER: _SECTOR | {SectorPermission.FILES_DIVIDE},
    SecretariatRole.RELEASER: _SECTOR | _RELEASE,
    SecretariatRole.ADMINISTRATOR: frozenset(SectorPermission) - {SectorPermission.RELEASES_SIGN},
}


class Scope(TextChoices):
    """What an API key may be used for; never more than its person may do at that moment."""

    READ = "read", _("lezen")
    WRITE = "write", _("invullen en indienen")
    REPORTS = "reports", _("verslagen")
    SECTOR = "sector", _("overzicht van alle deelnemers")


COMPANY_SCOPES = (Scope.READ, Scope.WRITE, Scope.REPORTS)
# The secretariat reads and takes reports along; it never answers for a member.
SECRETARIAT_SCOPES = (Scope.SECTOR, Scope.READ, Scope.REPORTS)
