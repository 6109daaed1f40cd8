"""The directory: people, companies, seats, invitations; and each company's log of events."""

from companies.models.company import Company
from companies.models.event import Event
from companies.models.invitation import Invitation
from companies.models.membership import Membership
from companies.models.party import Party
from companies.models.user import User

__all__ = ["Company", "Event", "Invitation", "Membership", "Party", "User"]
