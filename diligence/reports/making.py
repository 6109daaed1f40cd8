"""Which content a report has, and how that becomes a PDF: the full file, a summary, a law."""

from diligence.models import ProgressReport
from diligence.reports import pdf
from diligence.reports.board import BoardContent, board_content, render_board
from diligence.reports.content import report_content
from diligence.reports.laws import LawContent, law_content, render_law
from diligence.reports.pdf import Pdf, Tell
from diligence.reports.shape import ReportContent

Content = ReportContent | LawContent | BoardContent


def gathered(report: ProgressReport) -> Content:
    """Return what this report says. At most three queries. Raises BrokenSnapshot."""
    if report.standard:
        return law_content(report)
    return board_content(report) if report.is_summary else report_content(report)


def render_pdf(content: Content, *, tell: Tell) -> Pdf:
    """Return it as PDF/UA-1; touches no database, network or clock."""
    if isinstance(content, LawContent):
        return render_law(content, tell=tell)
    if isinstance(content, BoardContent):
        return render_board(content, tell=tell)
    return pdf.render_pdf(content, tell=tell)
