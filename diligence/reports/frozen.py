"""A snapshot read back: what was asked and answered, and what followed from it on that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from diligence.framework.answers import Answers, Given
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.schema import Edition, target_in
from diligence.framework.scoring import Score, score_in
from diligence.models import Snapshot
from diligence.models.questionnaire import edition_of
from diligence.progress import Progress, progress_in

MOST_BEHIND = 4
"""Years behind the one before: with this year six, which fit on paper."""


class BrokenSnapshot(Exception):
    """The content lost its hash, or the year it is compared with; no report is made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFile:
    """One year of one company as it stood.

    `content` is the snapshot's, `score` goes by the rule of its own edition.
    """

    sha256: str
    kind: str
    made_at: datetime
    content: Mapping
    edition: Edition
    answers: Answers
    """Every answer, those to questions that are hidden now among them."""
    situation: Situation
    progress: Progress
    score: Score
    is_public: bool = False
    """What nobody outside may read was taken out (`diligence.reports.public`)."""
    withheld: frozenset[str] = frozenset()
    """The questions that were answered and whose answer is not in the public variant."""

    @property
    def year(self) -> int:
        """Return the monitoring year."""
        return self.content["year"]

    @property
    def expected(self) -> int | None:
        """Return the target in per cent; None while the size is unknown."""
        size = self.situation.size
        if size is None:
            return None
        targets = self.content.get("expected") or self.edition.expected
        return target_in(targets, size.key, self.content["membership_year"])

    def given(self, key: str) -> Given | None:
        """Return the answer to a question that was shown."""
        return self.situation.given.get(key)

    def language_of(self, key: str) -> str:
        """Return the language in which a question was answered."""
        return self.content["answers"].get(key, {}).get("language", "")

    @property
    def evidence(self) -> Sequence[Mapping]:
        """Return the documents that stood as proof; none in what was frozen before there were."""
        return self.content.get("evidence", ())

    @property
    def risks(self) -> Sequence[Mapping]:
        """Return the kept risks in their order; none in what was frozen before there were."""
        return self.content.get("risks", ())

    @property
    def chain(self) -> Mapping:
        """Return suppliers, lines and gaps; empty in what was frozen before there were."""
        return self.content.get("chain", {})

    @property
    def plan(self) -> Sequence[Mapping]:
        """Return the actions of the year; none in what was frozen before there were."""
        return self.content.get("plan", ())

    @property
    def influence(self) -> Mapping:
        """Return counts of tries to move suppliers, and of leaving them."""
        return self.content.get("influence", {})

    @property
    def remedy(self) -> Mapping:
        """Return counts of complaints and of places to complain."""
        return self.content.get("remedy", {})

    @property
    def beside(self) -> Mapping[str, Mapping]:
        """Return the levels of the secretariat by question: level, reason and language."""
        return self.content.get("secretariat", {})

    @property
    def talks(self) -> Sequence[Mapping]:
        """Return the conversations chosen for the report."""
        return self.content.get("talks", ())

    @property
    def own_language(self) -> str:
        """Return the language in which the company answered most; Dutch when it did not."""
        languages = [answer["language"] for answer in self.content["answers"].values()]
        return max(sorted(set(languages)), key=languages.count, default="") or "nl"

    def rows(self, key: str) -> list[dict]:
        """Return the cells of each row of a table; nothing when it was not answered."""
        answer = self.given(key)
        if answer is None or not isinstance(answer.value, list):
            return []
        return [row["cells"] for row in answer.value]


def read_back(snapshot: Snapshot) -> FrozenFile:
    """Return the file of a snapshot. One query, or none when its edition is in memory.

    Conditions about age are judged by the day it was frozen. Raises BrokenSnapshot.
    """
    if not snapshot.is_genuine():
        raise BrokenSnapshot(snapshot.pk)
    content = snapshot.data()
    edition = edition_of(content["questionnaire"])
    given = {key: given_of(answer) for key, answer in content["answers"].items()}
    day = timezone.localtime(snapshot.made_at).date()
    situation = situation_of(edition, given, today=day)
    situation = replace(situation, facts=content.get("facts"))
    return FrozenFile(
        sha256=snapshot.sha256,
        kind=snapshot.kind,
        made_at=snapshot.made_at,
        content=content,
        edition=edition,
        answers=given,
        situation=situation,
        progress=progress_in(situation),
        score=score_in(situation),
    )


def year_before(snapshot: Snapshot, file: FrozenFile) -> FrozenFile | None:
    """Return exactly the file of the same company that was named when this one was frozen.

    Raises BrokenSnapshot when the named one is not there: another comparison would be another
    report.
    """
    named = file.content["previous"]
    if named is None:
        return None
    mine = Snapshot.objects.for_company(snapshot.company_id).filter(
        sha256=named, assessment__cycle__year=file.year - 1
    )
    before = mine.order_by("made_at", "pk").first()
    if before is None:
        raise BrokenSnapshot(f"{snapshot.pk} names {named}, which is not there")
    return read_back(before)


def years_behind(snapshot: Snapshot, file: FrozenFile | None) -> list[FrozenFile]:
    """Return the files before this one, oldest first, each the one that the next one named.

    At most `MOST_BEHIND`, a query for each. Raises BrokenSnapshot.
    """
    found: list[FrozenFile] = []
    while file is not None and len(found) < MOST_BEHIND:
        file = year_before(snapshot, file)
        if file is not None:
            found.insert(0, file)
    return found


def given_of(answer: Mapping) -> Given:
    """Return a frozen answer as plain data."""
    fields = ("state", "value", "explanation", "reason", "unsure")
    return Given(**{name: answer[name] for name in fields})
