"""A newer questionnaire within a year: what changes, moving to it, and back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.mapping_words import Summary, summary_of
from diligence.models import Answer, Assessment, VersionMove
from diligence.services.answers import AssessmentClosed
from diligence.services.figures import standing_in
from diligence.services.versions import beside, moving
from diligence.views.base import AssessmentMixin
from diligence.views.faces.kept import KeptFace, change_faces, kept_faces
from diligence.views.faces.lines import Line
from diligence.views.faces.status import closed_sentence

DRAFT = Assessment.Status.DRAFT


class Version(AssessmentMixin, TemplateView):
    """What the newer questionnaire asks otherwise; after moving, what was kept."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/version.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the changes and where the file stands. A year without a newer one is a 404."""
        file, newer = self.assessment, self.assessment.cycle.newer
        move = moving.latest_move(file)
        if newer is None and move is None:
            raise Http404
        may = self.request.access.may(Permission.ANSWERS_CHANGE)
        summary = self.summary(move)
        context = {
            "move": move,
            "has_moved": move is not None and move.undone_at is None,
            "may_move": may and file.may_move,
            "may_undo": may and file.status == DRAFT and move is not None and move.may_undo,
            "closed": why_not(file.status),
            "newer": newer,
            "summary": summary,
            "told": told(summary),
            "changes": change_faces(summary),
            "formers": kept_faces(beside.formers_of(file)),
            "since": self.since(move),
            "since_count": self.since_count(move),
        }
        return super().get_context_data(**context | kwargs)

    def summary(self, move: VersionMove | None) -> Summary:
        """Return what changes for this company, by the answers it gave."""
        newer = move.after if move else self.assessment.cycle.newer
        old = move.before if move else self.assessment.cycle.version
        new = newer.edition()
        answers = Answer.objects.for_company(self.request.company)
        given = answers.filter(assessment=self.assessment).given()
        today = timezone.localdate()
        shown = standing_in(new, given, self.assessment.membership_year, today=today)
        return summary_of(new.mapping, old.edition(), new, shown.situation.shown)

    def since(self, move: VersionMove | None) -> list[KeptFace]:
        """Return what was given under the newer questionnaire before it was undone."""
        if move is None or move.undone_at is None:
            return []
        return kept_faces(beside.given_since(move))

    def since_count(self, move: VersionMove | None) -> int:
        """Return how many answers people gave since the move: what undoing would set aside."""
        if move is None or move.undone_at is not None:
            return 0
        return moving.count_since(self.assessment, move)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Move to the newer questionnaire."""
        try:
            move = moving.move(self.assessment, by=request.user)
        except AssessmentClosed as closed:
            return self.refused(why_not(closed.status))
        except moving.NothingNewer:
            return self.refused(_("Er is voor dit jaar geen nieuwere vragenlijst."))
        said = _("U staat nu op de vragenlijst van %(version)s. Alles is bewaard.")
        messages.success(request, said % {"version": move.after.code})
        return redirect("diligence:version", request.company.slug, kwargs["year"])

    def refused(self, text: str) -> HttpResponse:
        """Show the page again and say that nothing changed, and why."""
        context = self.get_context_data(problems=[Line(text, "")])
        return self.render_to_response(context, status=409)


class Undo(Version):
    """Back to the former questionnaire."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Put every answer back as it stood; what came since is kept and told."""
        try:
            move = moving.undo(self.assessment, by=request.user)
        except AssessmentClosed as closed:
            return self.refused(why_not(closed.status))
        except moving.TooLate:
            return self.refused(_("Terugzetten kon tot dertig dagen na het overstappen."))
        except moving.NotMoved:
            return self.refused(_("Dit jaar is niet overgestapt; er is niets terug te zetten."))
        said = _("Alles staat weer zoals vóór het overstappen, op de vragenlijst van %(version)s.")
        messages.success(request, said % {"version": move.before.code})
        return redirect("diligence:version", request.company.slug, kwargs["year"])


def why_not(status: str) -> str:
    """Return why a file in this state stays on its questionnaire; nothing in a draft."""
    if status == DRAFT:
        return ""
    if status == Assessment.Status.QUESTIONS_OPEN:
        return _("Het secretariaat heeft vragen over uw antwoorden: daarom blijft de vragenlijst.")
    return closed_sentence(status)


def told(summary: Summary) -> str:
    """Return the changes in one sentence: "3 anders geformuleerd, 1 vraagt een nieuw antwoord"."""
    parts = []
    if n := summary.reworded:
        parts.append(_("%(n)s anders geformuleerd") % {"n": n})
    if n := summary.asked_anew:
        one = ngettext("%(n)s vraagt een nieuw antwoord", "%(n)s vragen een nieuw antwoord", n)
        parts.append(one % {"n": n})
    if n := summary.dropped:
        parts.append(ngettext("%(n)s vervalt", "%(n)s vervallen", n) % {"n": n})
    return ", ".join(parts) or _("niets dat u merkt")
