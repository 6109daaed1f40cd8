"""The conversation about a file: threads between company and secretariat, and notes apart.

What the secretariat notes for itself is another table with another lock: the database does not
show it in the scope of a member, so that no query, page or export can mix the two.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet

THINGS = ("question", "risk", "action", "supplier")


def about_one_thing() -> Q:
    """Return the condition that a row is about a question, a risk, an action or a supplier."""
    nothing = {"question": "", "risk": None, "action": None, "supplier": None}
    found = Q()
    for thing in THINGS:
        others = Q(**{name: blank for name, blank in nothing.items() if name != thing})
        found |= others & ~Q(**{thing: nothing[thing]})
    return found


class Side(models.TextChoices):
    """Who of the two must say or do something now."""

    COMPANY = "company", _("het bedrijf")
    SECRETARIAT = "secretariat", _("het secretariaat")
    NOBODY = "", _("niemand")


class AboutOneThing(models.Model):
    """A row of a file that is about one thing in it."""

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="+"
    )
    question = models.CharField(max_length=80, blank=True)
    risk = models.ForeignKey(
        "diligence.Risk", on_delete=models.CASCADE, null=True, related_name="+"
    )
    action = models.ForeignKey(
        "diligence.Action", on_delete=models.CASCADE, null=True, related_name="+"
    )
    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        """Return the kind of thing it is about: one of `THINGS`, or nothing for the whole file."""
        ids = (self.question, self.risk_id, self.action_id, self.supplier_id)
        return next((thing for thing, one in zip(THINGS, ids, strict=True) if one), "")


class ReviewThreadQuerySet(TenantQuerySet):
    """Queries on conversations."""

    def of_file(self, assessment):
        """Return the conversations of one year."""
        return self.for_company(assessment.company_id).filter(assessment=assessment)

    def unsettled(self):
        """Return those that still wait for somebody."""
        return self.exclude(turn=Side.NOBODY)

    def waiting_for(self, side):
        """Return those in which it is this side's turn, the longest waiting first."""
        return self.filter(turn=side).order_by("turn_since", "pk")

    def asking_for_change(self):
        """Return those that let the company change one answer now."""
        return self.unsettled().filter(asks_change=True)


class ReviewThread(AboutOneThing, TenantModel):
    """A conversation about one thing: what stands in it are its remarks.

    `turn` is who must act, `turn_since` since when. `asks_change` opens the answer again while the
    conversation is not settled. `in_report`: its remarks are printed with the answers.
    """

    class State(models.TextChoices):
        """How far they are with each other."""

        OPEN = "open", _("open")
        ANSWERED = "answered", _("beantwoord")
        ACCEPTED = "accepted", _("akkoord")
        DISAGREED = "disagreed", _("eens dat wij verschillen")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    turn = models.CharField(max_length=11, choices=Side, blank=True)
    turn_since = models.DateTimeField(default=timezone.now)
    asks_change = models.BooleanField(default=False)
    in_report = models.BooleanField(default=False)
    by_secretariat = models.BooleanField()
    opened_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReviewThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=about_one_thing(), name="thread_is_about_one_thing"),
            models.CheckConstraint(
                condition=Q(turn="", state__in=("accepted", "disagreed"), settled_at__isnull=False)
                | Q(
                    turn__in=("company", "secretariat"),
                    state__in=("open", "answered"),
                    settled_at=None,
                ),
                name="settled_thread_waits_for_nobody",
            ),
            models.CheckConstraint(
                condition=Q(asks_change=False) | Q(by_secretariat=True),
                name="only_the_secretariat_asks_for_change",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "assessment", "turn"], name="thread_of_file_by_turn")
        ]

    def __str__(self) -> str:
        return self.question or str(self.risk_id or self.action_id or self.supplier_id)

    @property
    def is_settled(self) -> bool:
        """Tell whether both are done with it."""
        return self.turn == Side.NOBODY

    @property
    def waits_for(self) -> Side:
        """Return whose turn it is."""
        return Side(self.turn)


class Remark(TenantModel):
    """What somebody said in a conversation; it is never changed or taken away."""

    thread = models.ForeignKey(
        "diligence.ReviewThread", on_delete=models.CASCADE, related_name="remarks"
    )
    text = models.TextField(max_length=4000)
    language = models.CharField(max_length=2, default="nl")
    by_secretariat = models.BooleanField()
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["company", "thread", "at"], name="remark_of_thread")]

    def __str__(self) -> str:
        return self.text[:40]


class Mention(TenantModel):
    """A colleague whom a remark calls by name."""

    remark = models.ForeignKey("diligence.Remark", on_delete=models.CASCADE, related_name="called")
    person = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "remark", "person"], name="one_mention_per_remark_and_person"
            )
        ]


class InternalNote(AboutOneThing, TenantModel):
    """What the secretariat notes for itself at a thing in a file, or at the file as a whole.

    The database shows it to nobody else (`isolate_for_officers`), so it is in no page of a member,
    no report, no export and no archive. It is never changed or taken away.
    """

    text = models.TextField(max_length=4000)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=about_one_thing() | Q(question="", risk=None, action=None, supplier=None),
                name="internal_note_is_about_one_thing_or_the_file",
            )
        ]
        indexes = [models.Index(fields=["company", "assessment", "at"], name="internal_of_file")]

    def __str__(self) -> str:
        return self.text[:40]


class FileStep(TenantModel):
    """A step of a file from one state to the next, and why it was taken; kept for good."""

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="steps"
    )
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    reason = models.TextField(max_length=2000, blank=True)
    by_secretariat = models.BooleanField()
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["company", "assessment", "-at"], name="step_of_file")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
