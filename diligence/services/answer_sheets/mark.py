"""What a workbook says of itself, signed: whose it is, of which year, and what it was made from."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from diligence.models import Assessment

SALT = "diligence.answer-sheet"
FORMAT = 1


class ForeignSheet(Exception):
    """The workbook is not one of ours for this file; `code` says how it is foreign."""

    def __init__(self, code: str, **words: Any):
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class SheetMark:
    """The fingerprint inside a workbook."""

    company: str
    assessment: str
    year: int
    questionnaire: str
    """The hash of the edition."""
    language: str
    size: str
    """The size class that decided the words of levels; empty while nobody knew."""
    made_at: str
    versions: dict[str, int]
    """By question the version of the answer it was made from; 0 when there was none."""
    format: int = FORMAT

    @property
    def made(self) -> datetime:
        """Return the moment it was made."""
        return datetime.fromisoformat(self.made_at)


def signed(mark: SheetMark) -> str:
    """Return the fingerprint as a text that nobody else can make."""
    return signing.dumps(asdict(mark), salt=SALT, compress=True)


def read_mark(text: str, assessment: Assessment) -> SheetMark:
    """Return the fingerprint of a workbook of this file. Raises ForeignSheet."""
    if not text:
        raise ForeignSheet("no_mark")
    try:
        mark = SheetMark(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise ForeignSheet("forged") from None
    if mark.company != str(assessment.company_id):
        raise ForeignSheet("other_company")
    if mark.assessment != str(assessment.pk):
        raise ForeignSheet("other_year", year=mark.year)
    if mark.questionnaire != assessment.edition.hash or mark.format != FORMAT:
        raise ForeignSheet("other_questionnaire")
    return mark
