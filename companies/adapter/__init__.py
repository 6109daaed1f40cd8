"""django-allauth, held to our rules."""

from companies.adapter.account import AccountAdapter
from companies.adapter.provider import ProviderAdapter
from companies.adapter.two_step import TwoStepAdapter

__all__ = ["AccountAdapter", "ProviderAdapter", "TwoStepAdapter"]
