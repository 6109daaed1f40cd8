"""The stages of signing in that differ from allauth's."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from companies.services.step_reset import carry_out_ripe


class SecondStepStage(AuthenticateStage):
    """The second step, unless the organisation's own sign-in asked for two already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None:
            carry_out_ripe(self.login.user)
        records = get_authentication_records(request, self.login.user)
        if any(record.get("strong") for record in records):
            return False
        return super()._should_handle(request)
