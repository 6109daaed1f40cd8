"""Write the chapters of an annual report so that no word of anybody is ever lost."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from companies.models import User
from diligence.models import Cycle
from workgroups.annual.outline import FIGURES, OUTLINE
from workgroups.models import AnnualChapter, AnnualReport, ChapterVersion
from workgroups.models.annual import WORDS

Kind = ChapterVersion.Kind


class ChangedMeanwhile(RuntimeError):
    """Somebody else saved the chapter since it was opened. What came too late was kept."""

    def __init__(self, chapter: AnnualChapter, kept: ChapterVersion) -> None:
        super().__init__(f"{chapter} is at version {chapter.version}, not {kept.number}")
        self.chapter, self.kept = chapter, kept


class MustBeShown(ValueError):
    """The chapter of the figures is always printed."""


@transaction.atomic
def begin_report(cycle: Cycle, *, by: User) -> AnnualReport:
    """Return the report of a year, begun with all its chapters when there is none yet."""
    report, is_new = AnnualReport.objects.get_or_create(cycle=cycle, defaults={"begun_by": by})
    if is_new:
        AnnualChapter.objects.bulk_create(
            AnnualChapter(
                report=report,
                key=opening.key,
                position=place,
                title_nl=opening.title_nl,
                title_en=opening.title_en,
                changed_by=by,
            )
            for place, opening in enumerate(OUTLINE, 1)
        )
    return report


def save_chapter(
    chapter: AnnualChapter, words: Mapping[str, str], *, version: int, by: User
) -> AnnualChapter:
    """Keep new words of a chapter, written on this version of it.

    The same words again change nothing. Raises ChangedMeanwhile when the chapter has moved on; the
    words that came too late are then kept beside it.
    """
    with transaction.atomic():
        now = locked(chapter)
        if now.words() == dict(words):
            return now
        if now.version == version:
            return put(now, words, Kind.SAVED, by)
        kept = keep(now, words, Kind.LOST, version, by)
    raise ChangedMeanwhile(now, kept)


@transaction.atomic
def restore(kept: ChapterVersion, *, by: User) -> AnnualChapter:
    """Let a chapter say again what it said then; what it said until now stays in the history."""
    now = locked(kept.chapter)
    return now if now.words() == kept.words() else put(now, kept.words(), Kind.RESTORED, by)


@transaction.atomic
def show(chapter: AnnualChapter, *, is_shown: bool) -> None:
    """Print a chapter, or leave it out. Raises MustBeShown."""
    if chapter.key == FIGURES and not is_shown:
        raise MustBeShown(chapter.key)
    AnnualChapter.objects.filter(pk=chapter.pk).update(is_shown=is_shown)


@transaction.atomic
def move(chapter: AnnualChapter, steps: int) -> None:
    """Move a chapter so many places down (up when below 0), as far as there are places."""
    AnnualReport.objects.select_for_update().get(pk=chapter.report_id)
    every = list(chapter.report.chapters.all())
    here = next(place for place, one in enumerate(every) if one.pk == chapter.pk)
    moved = every.pop(here)
    every.insert(min(max(here + steps, 0), len(every)), moved)
    for place, one in enumerate(every, 1):
        one.position = place
    AnnualChapter.objects.bulk_update(every, ["position"])


def locked(chapter: AnnualChapter) -> AnnualChapter:
    """Return the chapter as it is now, ours until the transaction ends."""
    return AnnualChapter.objects.select_for_update(of=("self",)).get(pk=chapter.pk)


def put(chapter: AnnualChapter, words: Mapping[str, str], kind: str, by: User) -> AnnualChapter:
    """Store these words as the chapter's next version."""
    for name in WORDS:
        setattr(chapter, name, words[name])
    chapter.version += 1
    chapter.changed_at, chapter.changed_by = timezone.now(), by
    chapter.save(update_fields=[*WORDS, "version", "changed_at", "changed_by"])
    keep(chapter, words, kind, chapter.version, by)
    return chapter


def keep(
    chapter: AnnualChapter, words: Mapping[str, str], kind: str, number: int, by: User
) -> ChapterVersion:
    """Write words down in the history of a chapter."""
    texts = {name: words[name] for name in WORDS}
    return ChapterVersion.objects.create(chapter=chapter, kind=kind, number=number, by=by, **texts)
