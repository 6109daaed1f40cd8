"""Acts with answers that come back in a workbook."""

import io

from openpyxl import load_workbook

from diligence.models import AnswerImport
from diligence.services.answer_sheets import imports, making
from tests.isolation.acts import Act, Story
from tests.uploads import good


def read_in(story: Story) -> None:
    """Take the workbook along, change one explanation, and send it back."""
    book = load_workbook(io.BytesIO(making.make_sheet(story.file, "nl", by=story.editor)))
    sheet = next(one for one in book.worksheets if one["A1"].value == "answers:key")
    codes = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=3) if row[0].value == "embed.policy")
    row[codes.index("explanation")].value = f"Uit Excel, {row[0].row}."
    content = io.BytesIO()
    book.save(content)
    upload = good.sent("ingevuld.xlsx", content.getvalue())
    story.kept["sheet"] = imports.take_in(story.file, upload, by=story.editor).pk


def sheet_of(story: Story) -> AnswerImport:
    mine = AnswerImport.objects.select_related("assessment__cycle", "assessment__company")
    return mine.get(pk=story.kept["sheet"])


SHEETS: list[Act] = [
    ("answers.import_read", read_in),
    ("answers.import_dropped", lambda s: imports.drop(sheet_of(s), by=s.editor)),
    ("answers.import_read", read_in),
    ("answers.imported", lambda s: imports.accept(sheet_of(s), {}, by=s.editor)),
    ("answers.import_undone", lambda s: imports.undo(sheet_of(s), by=s.editor)),
]
