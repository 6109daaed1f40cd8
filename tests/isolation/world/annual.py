"""The annual report of the year: a chapter with what it said, and an edition that is out."""

import hashlib

from django.utils import timezone

from convenant import files
from workgroups.models import AnnualContent, AnnualEdition, ChapterVersion, Release
from workgroups.services.annual.chapters import begin_report, save_chapter

CHAPTER_PAGES = ("chapter", "place", "history", "restore")
EDITION_PAGES = ("edition", "edition-progress", "edition-file", "publish", "withdraw")
PDF = b"%PDF-1.7 what everybody may read"


def annual_objects(file, owner) -> dict[str, object]:
    """Write a chapter and make an edition from the release that is out; name their pages."""
    kept = chapter_kept(file.cycle, owner)
    edition = edition_out(kept.chapter.report)
    return {
        **{f"sector:annual-{name} chapter": kept.chapter.key for name in CHAPTER_PAGES},
        "sector:annual-restore pk": kept.pk,
        **{f"sector:annual-{name} pk": edition.pk for name in EDITION_PAGES},
        "sector:annual-edition-file file": "nl.pdf",
        "annual-reports:file file": "nl.pdf",
    }


def chapter_kept(cycle, writer) -> ChapterVersion:
    """Write a chapter, and return what was kept of it."""
    chapter = begin_report(cycle, by=writer).chapters.get(key="foreword")
    words = {"title_nl": "Kop", "title_en": "Head", "text_nl": "Tekst.", "text_en": "Text."}
    save_chapter(chapter, words, version=0, by=writer)
    return ChapterVersion.objects.get()


def edition_out(report) -> AnnualEdition:
    """Make an edition that was published, as the worker and a releaser leave it."""
    release = Release.objects.filter(state="published").latest("published_at")
    content = AnnualContent.objects.create(
        report=report, release=release, content="{}", sha256="0" * 64
    )
    edition = AnnualEdition.objects.create(
        content=content,
        template_version="1",
        status="ready",
        percent=100,
        code="7QF4-M2XD-9KHT",
        check_url="https://keten.example/verify/",
        published_at=timezone.now(),
    )
    name = f"annual/{edition.pk}/nl.pdf"
    files.write(name, PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    edition.files = {"nl.pdf": {"name": name, "size": len(PDF), "sha256": digest, "pages": 1}}
    edition.save()
    return edition
