"""The words of a complaint go two years after its end; its numbers stay."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from companies.events import record
from companies.models import Company
from companies.services.retention import OfCompany
from companies.terms import Category, term_of
from convenant.tenancy.scope import company_scope
from diligence.models import CaseNote, RemedyCase

WORDS = ("story", "outcome", "lessons")
KEPT = term_of(Category.COMPLAINTS).kept


def old_cases(company: Company, before: datetime) -> QuerySet:
    """Return the complaints that ended before this and still say something in words."""
    noted = CaseNote.objects.for_company(company).filter(case=OuterRef("pk")).exclude(text="")
    ended = RemedyCase.objects.for_company(company).filter(closed_on__lt=timezone.localdate(before))
    return ended.filter(Exists(noted) | ~Q(**dict.fromkeys(WORDS, "")))


def empty_case(due: OfCompany, before: datetime) -> bool:
    """Take every word out of a complaint, its notes included; what was decided when stays.

    Who works on it with an older page open can't put the words back: the version goes on.
    """
    with company_scope(due.company_id):
        company = Company.objects.get(pk=due.company_id)
        case = old_cases(company, before).select_for_update().filter(pk=due.pk).first()
        if case is None:
            return False
        for name in WORDS:
            setattr(case, name, "")
        case.version += 1
        case.save(update_fields=[*WORDS, "version"])
        CaseNote.objects.for_company(company).filter(case=case).update(text="")
        record(company, "case.emptied", by=None, n=case.number)
    return True


def is_past_its_term(case: RemedyCase, today: date) -> bool:
    """Tell whether a complaint ended so long ago that it has no words any more."""
    return case.closed_on is not None and case.closed_on < today - KEPT
