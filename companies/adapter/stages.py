"""The stages of signing in that differ from allauth's."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondStepStage(AuthenticateStage):
    """The second step, unless the organisation's own sign-in asked for two already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if any(record.get("strong") for record in records):
            return False
        return super()._should_handle(request)
