"""The directory: people, companies, seats, invitations; and each company's log of events."""

from companies.models.account_event import AccountEvent
from companies.models.api_key import ApiKey
from companies.models.command import CompanyCommand, SectorCommand
from companies.models.company import Company
from companies.models.deletion_proof import DeletionProof
from companies.models.event import Event
from companies.models.invitation import Invitation
from companies.models.log_day import LogDay
from companies.models.membership import Membership
from companies.models.notice import Notice, Unread
from companies.models.notice_settings import CalendarFeed, NoticeSettings
from companies.models.party import Party
from companies.models.step_reset import StepReset
from companies.models.user import User

__all__ = [
    "AccountEvent",
    "ApiKey",
    "CalendarFeed",
    "Company",
    "CompanyCommand",
    "DeletionProof",
    "Event",
    "Invitation",
    "LogDay",
    "Membership",
    "Notice",
    "NoticeSettings",
    "Party",
    "SectorCommand",
    "StepReset",
    "Unread",
    "User",
]
