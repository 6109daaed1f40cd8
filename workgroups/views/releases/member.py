"""What a member says of figures before they go out: only it and the secretariat see the page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import GrantRequired
from companies.permissions import Permission
from workgroups.models import Release, ReleaseComment, ReleaseConsultation
from workgroups.released_queries import tables_in
from workgroups.services.figures import in_chapters, names_in
from workgroups.services.releases.commenting import NothingSaid, TooLate, say
from workgroups.views.releases.forms import CommentForm

State = Release.State


class Comment(GrantRequired, TemplateView):
    """The figures that are to go out, and what this company said of them."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_SUBMIT}
    template_name = "workgroups/releases/comment.html"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find what this company was asked; whoever was not asked gets a 404. One query."""
        super().setup(request, *args, **kwargs)
        asked = ReleaseConsultation.objects.for_company(request.company)
        found = asked.select_related("release").filter(release__number=kwargs["number"]).first()
        if found is None:
            raise Http404
        found.company = request.company
        self.asked = found
        self.release = found.release

    def get_context_data(self, *, form: CommentForm | None = None, **kwargs) -> dict[str, Any]:
        """Gather the figures and the comments. Three queries."""
        release, today = self.release, timezone.localdate()
        said = ReleaseComment.objects.for_company(self.request.company)
        comments = list(
            said.filter(consultation=self.asked).select_related("by").order_by("-at", "pk")
        )
        stands = next((one.kind for one in comments if one.kind in ReleaseComment.STANDS), "")
        tables = tables_in(release) if release.state == State.IN_COMMENT else []
        names = names_in(table.year for table in tables) if tables else {}
        is_in_time = release.comment_until is not None and release.comment_until >= today
        return super().get_context_data(
            **kwargs | {"company": self.request.company},
            release=release,
            asked=self.asked,
            years=[
                (year, in_chapters([one for one in tables if one.year == year], names[year]))
                for year in sorted(names, reverse=True)
            ],
            comments=comments,
            stands=stands,
            form=form or CommentForm(auto_id="comment-%s"),
            is_open=release.state == State.IN_COMMENT,
            is_in_time=is_in_time,
            may_comment=self.request.access.may(Permission.FILE_SUBMIT),
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep what the company says."""
        form = CommentForm(request.POST, auto_id="comment-%s")
        if form.is_valid():
            try:
                said = form.cleaned_data
                say(self.asked, said["kind"], said["text"], by=request.user)
            except NothingSaid:
                form.nothing_said()
            except TooLate:
                form.add_error(None, _("De tijd om te reageren is voorbij. Bel het secretariaat."))
            else:
                messages.success(request, _("Het secretariaat leest uw reactie."))
                return redirect("own-figures:comment", request.company.slug, self.release.number)
        return self.render_to_response(self.get_context_data(form=form), status=422)
