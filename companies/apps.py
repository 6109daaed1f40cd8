"""Who takes part in the covenant."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """People, companies, seats and what each may do."""

    name = "companies"
    default_auto_field = "django.db.models.BigAutoField"
