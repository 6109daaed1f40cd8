"""A release: figures of the sector that leave the secretariat, from frozen files of fixed years.

What a release holds are protected tables alone (`workgroups.disclosure.published`), so that a row
of it betrays nobody. From which companies' files they were made stands apart, in `ReleaseSource`.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel


class Release(models.Model):
    """Protected tables of some years, for one audience. The database holds its steps and its words.

    An erratum is a release of its own that names the one it corrects. `comment_until` is the last
    day on which members may say something of it. `sha256` is that of the tables, `sources_sha256`
    that of the hashes of the frozen files, of so many `companies`. `code` is printed with the
    figures, and can be checked by anybody (`diligence.services.codes`).
    """

    class Audience(models.TextChoices):
        """Who may read it. What is for the public is for the parties too."""

        PARTIES = "parties", _("partijen en deelnemers, na inloggen")
        PUBLIC = "public", _("iedereen")

    class State(models.TextChoices):
        """Where it stands."""

        PREPARED = "prepared", _("klaargezet")
        IN_COMMENT = "in_comment", _("ligt bij de leden")
        SIGNED = "signed", _("ondertekend")
        PUBLISHED = "published", _("gepubliceerd")
        SUPERSEDED = "superseded", _("vervangen")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        DROPPED = "dropped", _("niet doorgegaan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    title_nl = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    years = ArrayField(models.PositiveSmallIntegerField())
    audience = models.CharField(max_length=10, choices=Audience)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARED)
    fixed_on = models.DateField()
    rules = models.CharField(max_length=40)
    tables = models.JSONField()
    sha256 = models.CharField(max_length=64)
    companies = models.PositiveIntegerField()
    sources_sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=14, unique=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="errata"
    )
    correction = models.TextField(max_length=2000, blank=True)
    comment_until = models.DateField(null=True, blank=True)
    prepared_at = models.DateTimeField(default=timezone.now)
    prepared_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-published_at"], name="release_published")]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """Return what it is called in the language of the page."""
        return self.title_en if (get_language() or "nl").startswith("en") else self.title_nl

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it once it is out."""
        return self.audience == self.Audience.PUBLIC

    @property
    def is_out(self) -> bool:
        """Tell whether its figures are to be read now."""
        return self.state == self.State.PUBLISHED

    @property
    def is_over(self) -> bool:
        """Tell whether it is no longer, or never was, to be read."""
        return self.state in (self.State.SUPERSEDED, self.State.WITHDRAWN, self.State.DROPPED)


class ReleaseAct(models.Model):
    """What somebody did to a release, kept for good; `data` has what the sentence needs."""

    class Kind(models.TextChoices):
        """What was done."""

        PREPARED = "prepared", _("klaargezet")
        COMMENT = "comment", _("aan leden voorgelegd")
        SIGNED = "signed", _("ondertekend")
        PUBLISHED = "published", _("gepubliceerd")
        SUPERSEDED = "superseded", _("vervangen")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        DROPPED = "dropped", _("laten vallen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("workgroups.Release", on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class ReleaseSource(TenantModel):
    """The frozen file of one company in a release, by its hash; no member ever sees this row.

    Written once, when the release is prepared; the database shows it to the secretariat alone.
    `is_recognisable`: this company is in a group so small that it is always asked first.
    """

    release = models.ForeignKey(
        "workgroups.Release", on_delete=models.PROTECT, related_name="sources"
    )
    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    is_recognisable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "release", "assessment"], name="one_source_per_release_and_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.sha256[:8]}"


class ReleaseConsultation(TenantModel):
    """A company that is asked what it thinks of figures before they go out, and why it is."""

    class Why(models.TextChoices):
        """Why this company is asked."""

        RECOGNISABLE = "recognisable", _("uw gegevens wegen mee in een kleine groep")
        INSIDE = "inside", _("uw gegevens zitten in deze cijfers")
        MEMBER = "member", _("alle leden zien deze cijfers vooraf")

    release = models.ForeignKey(
        "workgroups.Release", on_delete=models.PROTECT, related_name="consultations"
    )
    why = models.CharField(max_length=12, choices=Why)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "release"], name="one_consultation_per_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.why}"


class ReleaseComment(TenantModel):
    """What a company says of figures that are to go out; it is never changed or taken away.

    The newest one that agrees or objects is how the company stands.
    """

    class Kind(models.TextChoices):
        """What it comes to."""

        REMARK = "remark", _("opmerking")
        AGREE = "agree", _("akkoord")
        OBJECT = "object", _("bezwaar")

    STANDS: ClassVar = (Kind.AGREE, Kind.OBJECT)

    consultation = models.ForeignKey(
        "workgroups.ReleaseConsultation", on_delete=models.CASCADE, related_name="comments"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=2, default="nl")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="remark_or_objection_says_why",
                condition=models.Q(kind="agree") | ~models.Q(text=""),
            )
        ]
        indexes = [
            models.Index(fields=["company", "consultation", "-at"], name="comment_of_consultation")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"
