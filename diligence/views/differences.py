"""What differs between two years of a whole file, or of one sub-action."""

from django.http import Http404
from django.utils.translation import get_language
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Assessment
from diligence.services.logbook import editions_asked
from diligence.services.years_apart import PartApart, YearsApart, year_of_file
from diligence.views.base import AssessmentMixin


class YearDifference(AssessmentMixin, TemplateView):
    """Two years beside each other: only what differs, or everything with `all`.

    `with` in the address is the other year, the one before when it is left out; `part` is a
    sub-action. A year without a file or a part that does not exist is a 404.
    """

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/year_difference.html"

    def get_context_data(self, **kwargs):
        """Read both years. The same number of queries whatever was answered."""
        others = self.other_files()
        other = self.asked_file(others)
        if other is None:
            return super().get_context_data(apart=None, others=others, **kwargs)
        then, now = sorted((other, self.assessment), key=lambda file: file.cycle.year)
        known = editions_asked().every
        language = get_language() or "nl"
        apart = YearsApart(year_of_file(then), year_of_file(now), known, language)
        chosen = self.request.GET.get("part", "")
        shows_all = bool(self.request.GET.get("all"))
        parts = self.asked_parts(apart, chosen)
        return super().get_context_data(
            apart=apart,
            others=others,
            other=other,
            parts=[
                (part, part.questions if shows_all else part.differing)
                for part in parts
                if shows_all or part.differing
            ],
            chosen=chosen,
            shows_all=shows_all,
            total=sum(len(part.questions) for part in parts),
            differing=sum(len(part.differing) for part in parts),
            **kwargs,
        )

    def other_files(self) -> list[Assessment]:
        """Return the company's files of other years, the newest first. One query."""
        files = Assessment.objects.for_company(self.request.company).with_cycle()
        return list(files.exclude(pk=self.assessment.pk).order_by("-cycle__year"))

    def asked_file(self, others: list[Assessment]) -> Assessment | None:
        """Return the year to compare with; None when there is no other."""
        asked = self.request.GET.get("with")
        if asked:
            found = next((file for file in others if str(file.cycle.year) == asked), None)
            if found is None:
                raise Http404
            return found
        earlier = (file for file in others if file.cycle.year < self.assessment.cycle.year)
        return next(earlier, others[-1] if others else None)

    def asked_parts(self, apart: YearsApart, chosen: str) -> list[PartApart]:
        """Return the parts to show, or answer 404 for one that does not exist."""
        keys = {part.key for part in apart.now.situation.edition.parts}
        if chosen and chosen not in keys:
            raise Http404
        return [p for p in apart.parts if not chosen or (p.part and p.part.key == chosen)]
