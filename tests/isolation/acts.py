"""A company through a year and after, told as acts: each verb of the log with what makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from companies.models import Company
from convenant.tenancy.scope import officer_scope
from diligence.models import Assessment
from diligence.services.answers import Entry, save_answer


@dataclass
class Story:
    """A company through a year and after: what each act needs of the ones before."""

    company: Company
    admin: object
    editor: object
    colleague: object
    secretariat: object
    head: object
    """Of the secretariat too: its administrator."""
    kept: dict[str, UUID] = field(default_factory=dict)
    """Ids that a later act needs, by a word for what they are of."""

    @property
    def file(self):
        """Return the file of the year, as it is now."""
        return Assessment.objects.select_related("cycle", "company").get(cycle__year=2026)

    @property
    def last_year(self):
        """Return the file of the year before."""
        return Assessment.objects.select_related("cycle", "company").get(cycle__year=2025)

    def save(self, key, value, *, seen, by=None, **more):
        """Save an answer as somebody who saw this version."""
        question = self.file.edition.question(key)
        return save_answer(
            self.file, question, Entry(value=value, **more), seen=seen, by=by or self.editor
        )


Act = tuple[str, Callable[[Story], object]]
"""A verb, and what is done for the log to tell it."""


def officer(act: Callable[[Story], object]) -> Callable[[Story], None]:
    """Let the secretariat do this: in its own scope."""

    def done(story: Story) -> None:
        with officer_scope(story.company.pk):
            act(story)

    return done
