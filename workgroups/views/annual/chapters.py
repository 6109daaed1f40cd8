"""Writing one chapter, and going back to what it said before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from workgroups.annual.names import figure_titles, table_titles
from workgroups.models import ChapterVersion
from workgroups.services.annual import chapters
from workgroups.services.annual.chapters import ChangedMeanwhile, MustBeShown
from workgroups.views.annual.base import VIEW, WRITE, AnnualMixin
from workgroups.views.annual.forms import ChapterForm

UP, DOWN = -1, 1
MOST_VERSIONS = 100


class Chapter(AnnualMixin, TemplateView):
    """One chapter, to write."""

    grants = {"get": VIEW, "post": WRITE}
    template_name = "workgroups/annual/chapter.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep the words, or show what is wrong, or what somebody else wrote meanwhile."""
        chapter = self.chapter
        form = ChapterForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            chapters.save_chapter(
                chapter, form.words(), version=form.cleaned_data["version"], by=request.user
            )
        except ChangedMeanwhile as late:
            return self.show_both(late)
        messages.success(request, _("Het hoofdstuk is bewaard."))
        return redirect("sector:annual-chapter", **kwargs)

    def show_both(self, late: ChangedMeanwhile) -> HttpResponse:
        """Show both texts; saving again from here puts one's own over the other's, knowingly."""
        del self.chapter
        words = late.kept.words() | {"version": late.chapter.version}
        context = self.get_context_data(form=ChapterForm(initial=words), theirs=self.chapter)
        return self.render_to_response(context, status=409)

    def get_context_data(self, *, form: ChapterForm | None = None, **kwargs) -> dict:
        """Show the form with what can be put in the text."""
        now = self.chapter.words() | {"version": self.chapter.version}
        context = {
            "chapter": self.chapter,
            "cycle": self.chapter.report.cycle,
            "form": form or ChapterForm(initial=now),
            "figures": figure_titles(),
            "tables": table_titles(),
            "may_write": self.may(WRITE),
        }
        return super().get_context_data(**kwargs | context)


class History(AnnualMixin, TemplateView):
    """What a chapter said before, newest first, texts that came too late included."""

    template_name = "workgroups/annual/history.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the versions."""
        versions = self.chapter.versions.select_related("by")[:MOST_VERSIONS]
        context = {
            "chapter": self.chapter,
            "cycle": self.chapter.report.cycle,
            "versions": versions,
            "may_write": self.may(WRITE),
        }
        return super().get_context_data(**kwargs | context)


class Restore(AnnualMixin, View):
    """Going back to what a chapter said."""

    grants = {"post": WRITE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Let the chapter say this again."""
        versions = ChapterVersion.objects.select_related("chapter")
        kept = get_object_or_404(versions, pk=kwargs["pk"], chapter=self.chapter)
        chapters.restore(kept, by=request.user)
        messages.success(request, _("Het hoofdstuk zegt weer wat het toen zei."))
        return redirect("sector:annual-chapter", kwargs["year"], kwargs["chapter"])


class Place(AnnualMixin, View):
    """The place of a chapter in the report, and whether it is printed."""

    grants = {"post": WRITE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Move, show or hide the chapter; anything else changes nothing."""
        act = request.POST.get("act")
        if act in ("up", "down"):
            chapters.move(self.chapter, UP if act == "up" else DOWN)
        elif act in ("show", "hide"):
            self.show(request, is_shown=act == "show")
        return redirect("sector:annual", kwargs["year"])

    def show(self, request: HttpRequest, *, is_shown: bool) -> None:
        """Show or hide it; the figures themselves can't be hidden."""
        try:
            chapters.show(self.chapter, is_shown=is_shown)
        except MustBeShown:
            messages.error(request, _("De cijfers staan altijd in het jaarrapport."))
