"""What the pages of the annual report say of problems and of files."""

from django.urls import reverse
from django.utils.translation import gettext as _

from workgroups.models import AnnualEdition
from workgroups.services.annual.gathering import Problem


def problem_words(problem: Problem, year: int) -> dict[str, str]:
    """Return why the report can't be made, with the address where it can be mended."""
    words = {
        "chapter": problem.chapter.title_nl,
        "language": language_words(problem.language),
        "name": problem.name,
    }
    texts = {
        "no_text": _(
            "“%(chapter)s” heeft nog geen tekst %(language)s. Schrijf die, of laat het hoofdstuk "
            "weg."
        ),
        "bad_marker": _("“%(chapter)s”, %(language)s: wij kennen “%(name)s” niet."),
        "not_told": _(
            "“%(chapter)s” vraagt %(language)s om “%(name)s”. Dat staat niet in deze vrijgave. "
            "Haal het weg of kies een andere vrijgave."
        ),
    }
    url = reverse("sector:annual-chapter", args=[year, problem.chapter.key])
    return {"text": texts[problem.kind] % words, "url": url}


def language_words(language: str) -> str:
    """Return in which language, in words."""
    return _("in het Nederlands") if language == "nl" else _("in het Engels")


def file_name(edition: AnnualEdition, form: str) -> str:
    """Return under which name a file is handed out: "Jaarrapport 2026 en.pdf"."""
    year = edition.content.report.cycle.year
    name = _("Jaarrapport %(year)s") % {"year": year}
    return f"{name}.zip" if form == "zip" else f"{name} {form}"
