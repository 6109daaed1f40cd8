"""The app that carries the database side of tenancy."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Scope functions, policies and the catalogue gate."""

    name = "convenant.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Register the start-up checks on the runtime role."""
        from convenant.tenancy import checks  # noqa: F401
