"""The company's whole archive: ask for it, watch it, fetch it."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.events import record
from companies.mixins import GrantRequired
from companies.permissions import Permission
from convenant import files
from convenant.downloads import NOTHING_BUT_A_FILE, tidy_name
from convenant.limits import ARCHIVES
from diligence.models import Archive
from diligence.services.archives import UNDER_WAY, is_given_up, is_to_fetch, request_archive


class Archives(GrantRequired, TemplateView):
    """What is in an archive, the ones there are, and a button to have one made."""

    grants = {"get": Permission.ARCHIVE, "post": Permission.ARCHIVE}
    limits = {"post": ARCHIVES}
    template_name = "diligence/archives.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the archives, newest first, and whether one is being made."""
        mine = Archive.objects.for_company(self.request.company).select_related("requested_by")
        archives = list(mine.order_by("-requested_at")[:20])
        newest = archives[0] if archives else None
        is_stuck = newest is not None and is_given_up(newest)
        return super().get_context_data(
            **kwargs | {"company": self.request.company},
            archives=[(archive, is_to_fetch(archive)) for archive in archives],
            is_going=newest is not None and newest.status in UNDER_WAY and not is_stuck,
            is_stuck=is_stuck,
        )

    def post(self, request, company):
        """Ask for one, or go back to the one that is being made."""
        language = (get_language() or "nl")[:2]
        request_archive(request.company, language, by=request.user)
        return redirect("diligence:archives", company)


class ArchiveProgress(Archives):
    """The part of that page that changes; poll.js asks for it every few seconds."""

    grants = {"get": Permission.ARCHIVE}
    template_name = "diligence/_archive_list.html"


class ArchiveFile(GrantRequired, View):
    """The ZIP itself, through the door; taking it leaves a trace."""

    grants = {"get": Permission.ARCHIVE}

    def get(self, request, company, pk) -> HttpResponseBase:
        """Hand it out; 404 when its week is over."""
        archive = get_object_or_404(Archive.objects.for_company(request.company), pk=pk)
        if not is_to_fetch(archive):
            raise Http404
        record(request.company, "archive.downloaded", by=request.user)
        name = _("%(product)s archief %(company)s.zip") % {
            "product": settings.PRODUCT_NAME,
            "company": request.company.name,
        }
        return FileResponse(
            files.open_file(archive.file),
            as_attachment=True,
            filename=tidy_name(name),
            content_type="application/zip",
            headers=NOTHING_BUT_A_FILE,
        )
