"""What the pages of the desk have in common: who may come there."""

from django.http import Http404

from companies.access import sector_grants
from companies.mixins import SectorGrantRequired
from companies.permissions import Permission, SectorPermission
from diligence.views.base import AssessmentMixin


class DeskMixin(SectorGrantRequired):
    """A page across companies. Whoever is not of the secretariat is not told that it is there."""

    grants = {"get": SectorPermission.SECTOR_VIEW}

    def dispatch(self, request, *args, **kwargs):
        """Know only the secretariat; who is not signed in is asked to."""
        if request.user.is_authenticated and not sector_grants(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ReviewMixin(AssessmentMixin):
    """A page of one member's file under review: the member itself does not know it."""

    def setup(self, request, *args, **kwargs) -> None:
        """Send the member away before anything of the file is fetched."""
        if not request.access.is_visit:
            raise Http404
        super().setup(request, *args, **kwargs)

    @property
    def may_review(self) -> bool:
        """Tell whether this person reviews files, or only reads along."""
        return self.request.access.may(Permission.FILE_REVIEW)
