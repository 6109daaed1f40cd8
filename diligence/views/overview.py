"""A company's home: what is asked this year, how far it is, and where this person goes on."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin

from companies.mixins import GrantRequired
from companies.models import Company, Membership
from companies.permissions import Permission
from convenant.charts import ring
from convenant.charts.words import describe_ring
from convenant.limits import LINK_BACK
from diligence.emails import link_back
from diligence.framework.schema import PROFILE
from diligence.models import Answer, Assessment, Cycle, PartWork
from diligence.progress import PartProgress, PartState, Progress
from diligence.services.assessments import latest_receipt, submitters_of
from diligence.services.carry.former import awaiting_by_part
from diligence.services.carry.opening import start_year
from diligence.services.cycles import is_left_out
from diligence.services.desk.letters import letters_of
from diligence.services.figures import filled_percent, standing_of
from diligence.services.review.reading import waiting_count
from diligence.services.score_card import score_card
from diligence.services.task_list import TaskGroup, next_step, task_groups
from diligence.services.visits import last_visit
from diligence.views.base import AssessmentMixin


class Start(GrantRequired, TemplateResponseMixin, View):
    """Lead on to the newest year; who may answer opens it, a reader waits for a colleague."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/no_year.html"

    def get(self, request, company):
        """Go to the overview of the year, or to its chain or reports."""
        year = self.newest_year()
        if year is None:
            may_answer = request.access.may(Permission.ANSWERS_CHANGE)
            return self.render_to_response({"may_answer": may_answer})
        asked = request.GET.get("to")
        page = asked if asked in ("chain", "risks", "reports") else "overview"
        return redirect(f"diligence:{page}", company, year)

    def newest_year(self) -> int | None:
        """Return the year to show, its file opened when this person may; None without any."""
        company = self.request.company
        cycle = Cycle.objects.with_version().latest_open(timezone.localdate())
        may_open = self.request.access.may(Permission.ANSWERS_CHANGE)
        if cycle and may_open and may_begin(company, cycle):
            start_year(company, cycle, by=self.request.user)
            return cycle.year
        files = Assessment.objects.for_company(company).order_by("-cycle__year")
        return files.values_list("cycle__year", flat=True).first()


def may_begin(company: Company, cycle: Cycle) -> bool:
    """Tell whether a company may open its file of a year, or has it already."""
    if company.status != Company.Status.MEMBER:
        return False
    if Assessment.objects.for_company(company).filter(cycle=cycle).exists():
        return True
    return not cycle.is_closing and not is_left_out(company, cycle)


class Overview(AssessmentMixin, TemplateView):
    """The task list; to the secretariat the same page is the file, to be read."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/overview.html"

    def get_context_data(self, **kwargs):
        """Gather the rows, the next step, the score so far and the years."""
        assessment, access = self.assessment, self.request.access
        company = self.request.company
        answers = Answer.objects.for_company(company).filter(assessment=assessment)
        answers = answers.select_related("changed_by")
        standing = standing_of(assessment, answers)
        following = None if access.is_visit else next_step(standing, answers, self.request.user)
        works = PartWork.objects.for_company(company).filter(assessment=assessment)
        works = works.select_related("assigned_to", "completed_by")
        profile = standing.progress.part(PROFILE)
        by_key = {answer.question: answer for answer in answers}
        before, awaiting = awaiting_by_part(assessment, by_key, standing.situation.shown)
        groups = task_groups(standing.progress, works, answers, following, awaiting)
        return super().get_context_data(
            progress=standing.progress,
            groups=groups,
            following=following,
            before=before,
            awaiting=sum(awaiting.values()),
            may_change=assessment.is_open and access.may(Permission.ANSWERS_CHANGE),
            profile=profile,
            profile_complete=profile.state == PartState.DONE,
            card=score_card(assessment, standing),
            **counts(groups, standing.progress, profile),
            talks_waiting=self.talks_waiting(),
            days_left=(assessment.deadline - timezone.localdate()).days,
            submitters=self.submitters(),
            visited_at=None if access.is_visit else last_visit(company, assessment.cycle.year),
            receipt=latest_receipt(assessment) if assessment.submitted_at else None,
            letters=letters_of(assessment) if assessment.submitted_at else (),
            **self.years(),
            **kwargs,
        )

    def talks_waiting(self) -> int:
        """Return how many conversations wait for the reader's side. One query."""
        waiting = waiting_count(self.assessment)
        return waiting.secretariat if self.request.access.is_visit else waiting.company

    def years(self) -> dict:
        """Return this file with the people who touched it, and the files of other years."""
        files = Assessment.objects.for_company(self.request.company).with_cycle()
        files = files.select_related("touched_by", "submitted_by").order_by("-cycle__year")
        this = next(file for file in files if file.pk == self.assessment.pk)
        this.company = self.request.company
        past = [file for file in files if file.cycle.year < this.cycle.year]
        return {"file": this, "all_years": files, "past_years": past}

    def submitters(self) -> list[Membership]:
        """Return who may submit, when this person may not and it is still to be done."""
        access = self.request.access
        if access.may(Permission.FILE_SUBMIT) or not self.assessment.is_open or access.is_visit:
            return []
        return submitters_of(self.request.company)


def counts(groups: list[TaskGroup], progress: Progress, profile: PartProgress) -> dict:
    """Return the numbers of the whole list: rows, rows done, and the ring of questions.

    Until the profile is complete nobody knows the whole, so the ring shows the profile alone.
    """
    tasks = [task for group in groups for task in group.tasks]
    whole = progress if profile.state == PartState.DONE else profile
    done = sum(task.is_done for task in tasks)
    return {
        "task_count": len(tasks),
        "part_count": sum(task.part.key != PROFILE for task in tasks),
        "done_count": done,
        "filled": filled_percent(progress.settled, progress.asked),
        "ring": ring(
            "ring",
            title=_("Hoeveel is ingevuld"),
            desc=describe_ring(whole.settled, whole.asked),
            done=whole.settled,
            total=whole.asked,
            names=(_("Beantwoord"), _("Gevraagd")),
        ),
    }


class LinkBack(AssessmentMixin, View):
    """Mail somebody the way back to this page; it goes to their own address only."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_VIEW}

    def get(self, request, company, year):
        """Send nothing: after signing in again, somebody lands where they pressed."""
        return redirect("diligence:overview", company, year)

    def post(self, request, company, year):
        """Send it, at most once a minute."""
        path = reverse("diligence:overview", args=[company, year])
        person = request.user
        if LINK_BACK.is_passed(person.pk):
            messages.info(
                request, _("De link is net al verstuurd. Kijk ook bij ongewenste e-mail.")
            )
            return redirect(path)
        try:
            link_back(person, request.company, year, path)
        except OSError:
            LINK_BACK.forget(person.pk)
            messages.error(
                request,
                _("De e-mail kon niet weg. Probeer het over een paar minuten opnieuw."),
            )
        else:
            messages.success(
                request, _("De link is verstuurd naar %(email)s.") % {"email": person.email}
            )
        return redirect(path)
