"""The page of one part of the questionnaire, and who works on it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.models import User
from companies.permissions import Permission
from companies.services.drafts import keeps_drafts
from diligence.forms import RowAct, changes_in, is_row_id
from diligence.framework.conditions import Situation
from diligence.framework.schema import Part
from diligence.models import Answer, AnswerConflict, SecretariatScore
from diligence.services.answers import AssessmentClosed, Change, Outcome, is_news, save_answers
from diligence.services.carry.former import look_back
from diligence.services.conflicts import open_conflicts
from diligence.services.desk.verdicts import scores_beside
from diligence.services.figures import standing_of
from diligence.services.notes import notes_by_question
from diligence.services.parts import (
    NotAColleague,
    assign,
    declare_complete,
    reopen,
    team_of,
)
from diligence.services.review.locks import locks_of
from diligence.services.review.threads import TALKING
from diligence.templatetags.diligence import anchor, local, part_url
from diligence.views.answers import form_language
from diligence.views.base import AssessmentMixin
from diligence.views.faces.card import question_faces
from diligence.views.faces.conflict import ConflictFace
from diligence.views.faces.former import former_faces, waiting_on, written
from diligence.views.faces.kept import kept_by_question
from diligence.views.faces.lines import Line
from diligence.views.faces.page import PageFace
from diligence.views.faces.proof import proof_faces
from diligence.views.faces.status import closed_sentence, saved_sentence
from diligence.views.faces.typed import words_of
from diligence.views.review.faces import talk_faces
from diligence.views.uploading import upload_limits


class PartMixin(AssessmentMixin):
    """A view of one part; a part that the questionnaire does not have is a 404."""

    def setup(self, request, *args, **kwargs) -> None:
        """Find the part in the questionnaire."""
        super().setup(request, *args, **kwargs)
        try:
            self.part: Part = self.edition.part(kwargs["part"])
        except LookupError as error:
            raise Http404 from error

    @property
    def may_change(self) -> bool:
        """Tell whether this person may answer here and now."""
        may = self.request.access.may(Permission.ANSWERS_CHANGE)
        return may and self.assessment.is_open

    @property
    def may_ask(self) -> bool:
        """Tell whether this person may begin a conversation at a question."""
        may = self.request.access.may(Permission.CONVERSE)
        return may and self.assessment.status in TALKING


class PartPage(PartMixin, TemplateView):
    """The questions of a part: a form for who may answer, text for who may read."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/part.html"
    untaken: Mapping[tuple[str, str], str] | None = None
    """Why what was kept could not be taken over just now (`kept_by_question`)."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the part; a look of the secretariat leaves a trace."""
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save what was changed; what is wrong comes back as it was typed."""
        act = RowAct.of(request.POST)
        return self.save(act) or redirect(self.next_url(act))

    def save(self, act: RowAct | None = None) -> HttpResponse | None:
        """Save what was changed; return the page again when something is wrong with it."""
        changes = changes_in(self.part, self.request.POST)
        if act is not None:
            changes = act.applied_to(changes)
        changes = written(self.assessment, changes, self.request.POST)
        try:
            with translation.override(form_language(self.request)):
                outcome = save_answers(self.assessment, changes, by=self.request.user)
        except AssessmentClosed as closed:
            return self.closed(changes, closed)
        if outcome.invalid or outcome.stale:
            return self.refused(changes, act, outcome)
        if outcome.locked:
            messages.error(self.request, closed_sentence("locked"))
        if outcome.saved:
            messages.success(self.request, _("Opgeslagen."))
        return None

    def words_in(self, data: QueryDict) -> list[tuple[str, str]]:
        """Return what a form of this page says that is not stored yet, question by question."""
        stored = {answer.question: answer for answer in self.answers()}
        return [
            (local(change.question.text), words_of(change.question, change.entry))
            for change in changes_in(self.part, data)
            if is_news(self.edition, stored.get(change.question.key), change)
        ]

    def next_url(self, act: RowAct | None) -> str:
        """Return where the pressed button leads."""
        here = part_url(self.assessment, self.part.key)
        if act is not None:
            opened = f"?open={act.question}:{act.opens}" if act.opens else ""
            place = f"-{act.opens}" if act.opens else ""
            return f"{here}{opened}#{anchor(act.question)}{place}"
        page = PageFace(
            assessment=self.assessment,
            part=self.part,
            progress=standing_of(self.assessment, self.assessment.answers.all()).progress,
        )
        match self.request.POST.get("next"):
            case "stop":
                return page.overview_url
            case "on":
                return page.following.url if page.following else page.overview_url
        return here

    def refused(self, changes: Sequence[Change], act: RowAct | None, outcome: Outcome):
        """Show the form again: what is sound is saved, the rest stands as it was typed."""
        wrong = {change.question.key: change.entry for change in changes}
        opened = {act.question: [act.opens]} if act else {}
        context = self.get_context_data(
            typed={key: entry for key, entry in wrong.items() if key in outcome.invalid},
            errors=outcome.invalid,
            opened=opened,
            some_saved=bool(outcome.saved),
        )
        return self.render_to_response(context, status=412 if outcome.stale else 422)

    def closed(self, changes: Sequence[Change], closed: AssessmentClosed) -> HttpResponse:
        """Say that nothing was saved, with everything that was typed still there to copy."""
        self.assessment.status = closed.status
        context = self.get_context_data(
            typed={change.question.key: change.entry for change in changes},
            problems=[Line(closed_sentence(closed.status), "")],
            may_change=True,
        )
        return self.render_to_response(context, status=409)

    def get_context_data(
        self, *, typed=None, errors=None, opened=None, some_saved=False, refused=None, **more
    ) -> dict:
        """Gather the page. Answers, proof, notes, people; conflicts when there are any."""
        visit = self.request.access.is_visit
        answers = {answer.question: answer for answer in self.answers()}
        standing = standing_of(self.assessment, answers.values())
        conflicts = {} if visit else self.conflicts(answers.values(), standing.situation)
        keys = [question.key for question in self.part.questions]
        back = look_back(self.assessment)
        formers = former_faces(back, self.assessment, answers, self.request.user, **(refused or {}))
        faces = question_faces(
            self.part,
            standing.situation,
            answers,
            typed=typed,
            errors=errors,
            conflicts=conflicts,
            notes={} if visit else notes_by_question(self.assessment, keys),
            proof=proof_faces(back.proof, self.request.company.slug),
            kept=kept_by_question(self.assessment, answers, self.untaken),
            opened=opened or self.opened(),
            formers=formers,
            beside=self.beside(),
            talks=talk_faces(self.assessment, keys, self.request.access),
            locks=locks_of(self.assessment) if self.assessment.is_open else None,
        )
        page = PageFace(assessment=self.assessment, part=self.part, progress=standing.progress)
        context = {
            "page": page,
            "faces": faces,
            "conflicts": [face.conflict for face in faces if face.conflict],
            "problems": [line for face in faces for line in face.problems],
            "some_saved": some_saved,
            "waiting": (waiting := waiting_on(faces)),
            "sure": [panel for panel in waiting if panel.is_sure],
            "may_change": self.may_change,
            "may_ask": self.may_ask,
            "closed": "" if self.assessment.is_open else closed_sentence(self.assessment.status),
            "saved": self.saved_sentence(answers),
            **upload_limits(),
            "team": None if visit else team_of(self.assessment, self.part.key),
            "keeps_drafts": keeps_drafts(self.request.COOKIES, self.request.user),
        }
        return super().get_context_data(**(context | more))

    def answers(self):
        """Return the answers of the file with who changed them, and which I have to choose on."""
        mine = AnswerConflict.objects.for_company(self.request.company).filter(
            answer=OuterRef("pk"), changed_by=self.request.user, resolved_at=None
        )
        answers = Answer.objects.for_company(self.request.company)
        answers = answers.filter(assessment=self.assessment).select_related("changed_by")
        return answers.annotate(has_conflict=Exists(mine))

    def conflicts(self, answers, situation: Situation) -> Mapping[str, ConflictFace]:
        """Return where I have to choose between two texts; asks nothing when there is none."""
        if not any(answer.has_conflict for answer in answers):
            return {}
        return {
            conflict.question: ConflictFace(
                conflict=conflict,
                answer=conflict.answer,
                question=self.edition.question(conflict.question),
                situation=situation,
                file=self.assessment,
            )
            for conflict in open_conflicts(self.assessment, self.request.user)
        }

    def beside(self) -> Mapping[str, SecretariatScore]:
        """Return the secretariat's levels; asks nothing before the file was handed in."""
        return scores_beside(self.assessment) if self.assessment.submitted_at else {}

    def opened(self) -> Mapping[str, Sequence[str]]:
        """Return the rows that the address asks to open: `?open=<question>:<row>`."""
        found: dict[str, list[str]] = {}
        for asked in self.request.GET.getlist("open"):
            question, _colon, row = asked.partition(":")
            if is_row_id(row):
                found.setdefault(question, []).append(row)
        return found

    def saved_sentence(self, answers: Mapping[str, Answer]) -> str:
        """Return when something in this part was saved last; nothing when nothing was."""
        keys = {question.key for question in self.part.questions}
        times = [answer.changed_at for answer in answers.values() if answer.question in keys]
        return saved_sentence(max(times)) if times else ""


class PartWorkView(PartMixin, View):
    """Give a part to somebody, call it complete, or take that back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        try:
            self.act(request.POST.get("act"))
        except AssessmentClosed as closed:
            messages.error(request, closed_sentence(closed.status))
        return redirect(self.back)

    def act(self, what: str | None) -> None:
        """Do this with the part. Raises AssessmentClosed."""
        match what:
            case "assign":
                self.assign(self.request.POST.get("person", ""))
            case "complete":
                declare_complete(self.assessment, self.part.key, by=self.request.user)
                messages.success(self.request, _("Genoteerd: dit onderdeel is klaar."))
            case "reopen":
                reopen(self.assessment, self.part.key, by=self.request.user)
                words = _("Genoteerd: aan dit onderdeel wordt weer gewerkt.")
                messages.success(self.request, words)

    @property
    def back(self) -> str:
        """Return the page of the part."""
        args = [self.kwargs["company"], self.kwargs["year"], self.part.key]
        return reverse("diligence:part", args=args)

    def assign(self, typed: str) -> None:
        """Give the part to the chosen colleague, or to nobody."""
        seats = self.request.company.memberships.active().select_related("user")
        people: dict[str, User] = {str(seat.user_id): seat.user for seat in seats}
        if typed and typed not in people:
            messages.error(self.request, _("Kies een collega uit de lijst."))
            return
        try:
            assign(self.assessment, self.part.key, people.get(typed), by=self.request.user)
        except NotAColleague:
            messages.error(self.request, _("Deze persoon werkt niet meer bij uw bedrijf."))
            return
        if typed:
            text = _("%(person)s werkt nu aan dit onderdeel.")
            messages.success(self.request, text % {"person": people[typed]})
        else:
            messages.success(self.request, _("Niemand is nu aan dit onderdeel toegewezen."))
