"""The register: every release, one of them with all that is known of it, and its steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.access import sector_grants
from companies.mixins import FreshSignInRequired, SectorGrantRequired
from companies.permissions import SectorPermission
from workgroups.models import Release, ReleaseAct
from workgroups.queries.releases import said_of, sources_of
from workgroups.services.disclosure_rules import NoRules
from workgroups.services.releases import commenting, going_out
from workgroups.services.releases.making import (
    Busy,
    FilesMoved,
    NothingAccepted,
    NothingSafe,
    prepare,
)
from workgroups.services.releases.moving import WrongState
from workgroups.services.releases.preparing import Details, InvalidRelease
from workgroups.views.releases.forms import OpenForm, PrepareForm, ReasonForm, TimeForm
from workgroups.views.releases.preview import previews
from workgroups.views.releases.words import (
    act_in_words,
    hindrance_in_words,
    not_made,
    why_not,
)

VIEW, PREPARE = SectorPermission.SECTOR_VIEW, SectorPermission.RELEASES_PREPARE
SIGN, END = SectorPermission.RELEASES_SIGN, SectorPermission.RELEASES_END
State = Release.State


class Releases(SectorGrantRequired, TemplateView):
    """Every release, and a form to prepare one; with `?corrects=` an erratum."""

    grants = {"get": VIEW, "post": PREPARE}
    template_name = "workgroups/releases/list.html"

    def corrects(self) -> Release | None:
        """Return the release that is to be corrected, if the address names one that is out."""
        number = self.request.GET.get("corrects", "")
        return Release.objects.filter(number=number, state=State.PUBLISHED).first()

    def get_context_data(self, *, form: PrepareForm | None = None, **kwargs) -> dict[str, Any]:
        """Gather the register, newest first. Three queries."""
        wrong = self.corrects()
        return super().get_context_data(
            **kwargs,
            releases=Release.objects.defer("tables")
            .select_related("corrects", "prepared_by", "signed_by")
            .order_by("-prepared_at", "-number"),
            corrects=wrong,
            form=form or PrepareForm(corrects=wrong, initial=self.proposed(wrong)),
            may_prepare=PREPARE in sector_grants(self.request.user),
        )

    def proposed(self, wrong: Release | None) -> dict[str, Any]:
        """Return what the form begins with: the same as what is corrected."""
        if wrong is None:
            return {}
        same = ("title_nl", "title_en", "years", "audience")
        return {name: getattr(wrong, name) for name in same}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Make the figures and fix them."""
        wrong = self.corrects()
        form = PrepareForm(request.POST, corrects=wrong)
        if form.is_valid():
            said = {"correction": "", **form.cleaned_data}
            details = Details(**said | {"years": tuple(said["years"]), "corrects": wrong})
            try:
                release = prepare(details, by=request.user)
            except InvalidRelease as refused:
                form.show(refused)
            except (NothingAccepted, NoRules, Busy, FilesMoved, NothingSafe) as error:
                form.add_error(None, not_made(error))
            else:
                return redirect("sector:release", release.number)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ReleasePage(SectorGrantRequired, TemplateView):
    """One release. Its steps have addresses of their own and show this page when refused."""

    grants = {"get": VIEW}
    template_name = "workgroups/releases/release.html"

    def release(self) -> Release:
        """Return the release of the address, or answer 404."""
        people = ("prepared_by", "signed_by", "corrects")
        found = Release.objects.select_related(*people).filter(number=self.kwargs["number"])
        release = found.first()
        if release is None:
            raise Http404
        return release

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        """Gather what is known of a release: nine queries, however many members there are."""
        release, today = self.release(), timezone.localdate()
        acts = ReleaseAct.objects.filter(release=release).select_related("by").order_by("-at", "pk")
        ready = going_out.readiness(release, self.request.user)
        grants = sector_grants(self.request.user)
        context = {
            "release": release,
            "today": today,
            "errata": Release.objects.filter(corrects=release).defer("tables"),
            "previews": previews(release),
            "sources": sources_of(release),
            "said": said_of(release),
            "acts": [(one, act_in_words(one)) for one in acts],
            "hindrance": hindrance_in_words(ready.hindrance),
            "why_not": why_not(ready.not_apart),
            "is_ready": ready.hindrance.is_none,
            "may_prepare": PREPARE in grants,
            "may_sign": SIGN in grants and not ready.not_apart,
            "may_release": SIGN in grants,
            "may_end": END in grants,
            "is_asking": release.state == State.PREPARED and release.comment_until is not None,
            "open": OpenForm(today=today),
            "time": TimeForm(auto_id="time-%s", initial={"until": release.comment_until}),
            "end": ReasonForm(auto_id="end-%s"),
        }
        return super().get_context_data(**context | kwargs)

    def refused(self, **kwargs) -> HttpResponse:
        """Show the page with what is wrong and what was typed."""
        return self.render_to_response(self.get_context_data(**kwargs), status=422)

    def done(self, words: str) -> HttpResponse:
        """Say so and go back to the release."""
        messages.success(self.request, words)
        return redirect("sector:release", self.kwargs["number"])

    def moved_on(self) -> HttpResponse:
        """Say that somebody else took a step meanwhile."""
        messages.error(self.request, _("Deze cijfers zijn intussen verder. Kijk hoe het nu staat."))
        return redirect("sector:release", self.kwargs["number"])


class OpenComments(ReleasePage):
    """Lay it before the members."""

    grants = {"post": PREPARE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Begin asking them."""
        form = OpenForm(request.POST, today=timezone.localdate())
        if form.is_valid():
            try:
                commenting.open_comments(self.release(), **form.cleaned_data, by=request.user)
            except commenting.TooShort:
                form.too_short()
            except (WrongState, commenting.AlreadyAsking):
                return self.moved_on()
            else:
                return self.done(_("De leden krijgen bericht. U mag deze pagina verlaten."))
        return self.refused(form=form, open=form)


class MoreTime(ReleasePage):
    """Give the members more time."""

    grants = {"post": PREPARE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Move the last day."""
        form = TimeForm(request.POST, auto_id="time-%s")
        if form.is_valid():
            try:
                commenting.give_more_time(
                    self.release(), form.cleaned_data["until"], by=request.user
                )
            except commenting.TooShort:
                form.add_error("until", _("Kies een dag na de laatste dag die er nu staat."))
            except WrongState:
                return self.moved_on()
            else:
                return self.done(_("De leden hebben meer tijd."))
        return self.refused(form=form, time=form)


class Out(FreshSignInRequired, ReleasePage):
    """Sign or publish: only by who showed a short while ago who they are."""

    grants = {"post": SIGN}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Take the step, or say what stands in the way."""
        if self.is_stale():
            return self.ask_who_it_is()
        try:
            return self.done(self.step(self.release()))
        except WrongState:
            return self.moved_on()
        except going_out.NotApart as error:
            return self.refused(problems=[{"text": why_not(error.why)}])
        except (going_out.Objections, going_out.StillCommenting):
            ready = going_out.readiness(self.release(), request.user)
            words = hindrance_in_words(ready.hindrance)
            return self.refused(problems=[{"text": one} for one in words])

    def back(self) -> str:
        """Return the page of the release: the step itself is no page."""
        return self.request.path.rsplit("/", 2)[0] + "/"

    def step(self, release: Release) -> str:
        """Take the step and return what to say."""
        raise NotImplementedError


class Sign(Out):
    """Sign it."""

    def step(self, release: Release) -> str:
        """Sign it as this person."""
        going_out.sign(release, by=self.request.user)
        return _("U ondertekende deze cijfers. Ze zijn nog niet gepubliceerd.")


class Publish(Out):
    """Publish it."""

    def step(self, release: Release) -> str:
        """Let it out."""
        going_out.publish(release, by=self.request.user)
        return _("De cijfers zijn gepubliceerd.")


class End(ReleasePage):
    """Withdraw it, or let it go no further."""

    grants = {"post": END}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """End it, with a reason."""
        form = ReasonForm(request.POST, auto_id="end-%s")
        if form.is_valid():
            try:
                return self.done(self.end(self.release(), form.cleaned_data["reason"]))
            except going_out.NoReason:
                form.no_reason()
            except WrongState:
                return self.moved_on()
        return self.refused(form=form, end=form)

    def end(self, release: Release, reason: str) -> str:
        """End it and return what to say."""
        raise NotImplementedError


class Withdraw(End):
    """Take back what is out."""

    def end(self, release: Release, reason: str) -> str:
        """Withdraw it."""
        going_out.withdraw(release, reason, by=self.request.user)
        return _("De cijfers zijn ingetrokken.")


class Drop(End):
    """Stop what is not out."""

    grants = {"post": PREPARE}

    def end(self, release: Release, reason: str) -> str:
        """Drop it."""
        going_out.drop(release, reason, by=self.request.user)
        return _("Deze cijfers gaan niet door.")
