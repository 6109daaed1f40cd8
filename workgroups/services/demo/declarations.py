"""What suppliers of the demo declared: workbooks as they send them, read as the product does."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from companies.models import User
from convenant import files
from diligence.models import Assessment, Declaration, Evidence, EvidenceVersion, ImportBatch
from diligence.models.chain import Supplier
from diligence.services.declarations.choosing import earlier_of
from diligence.services.declarations.intake import KIND
from diligence.services.declarations.lines import Taking, take_over
from diligence.services.declarations.storing import store
from diligence.smelters.reading import read
from diligence.smelters.words import minerals
from diligence.uploads.kinds import kind_of
from workgroups.services.demo.colleagues import submitter_of
from workgroups.services.demo.days import moment, working_day_on
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import FOLDER, Sector, content
from workgroups.services.demo.workbooks import book_of

METALS = ("tantalum", "tin", "gold", "tungsten")
SUBJECTS = (
    *("added", "remains", "covered", "cahra"),
    *("recycled", "share", "identified", "reported"),
)
USUAL = dict.fromkeys(SUBJECTS, "Yes") | {"covered": "No", "cahra": "No", "recycled": "No"}
FIRST_ROW, STEP, COMPANY_ROW = 26, 6, 75
UNKNOWN = "unknown"
HEADS = (
    *("Smelter Identification Number Input Column", "Metal (*)", "Smelter Look-up (*)"),
    *("Smelter Name (1)", "Smelter Country (*)", "Smelter Identification"),
)
Written = Mapping[str, Any]


def add_declarations(
    scene: Scene, file: Assessment, sector: Sector, people: Mapping[str, User]
) -> None:
    """Store what suppliers declared in a company-year. Must run in the company's scope."""
    by = people[submitter_of(scene.company)]
    for one in content(FOLDER / "declarations.yaml")["declarations"]:
        written = one["years"].get(str(scene.year))
        if one["company"] == scene.company.slug and written:
            add_one(scene, file, sector, str(one["supplier"]), written, by)


def add_one(
    scene: Scene, file: Assessment, sector: Sector, supplier: str, written: Written, by: User
) -> None:
    """Store one declaration, read from its workbook; taken over when the demo says so."""
    day = date.fromisoformat(str(written["day"]))
    smelters = {one["key"]: one for one in sector.written["smelters"]}
    book = workbook(supplier, written, smelters)
    added = min(working_day_on(max(day, scene.first_day) + timedelta(days=12)), scene.last_day)
    at = moment(added, 120)
    known = Supplier.objects.for_company(file.company_id).kept().filter(name=supplier).first()
    declaration = Declaration.objects.create(
        id=uuid5(NAMESPACE_URL, f"{scene.company.slug} {supplier} {scene.year}"),
        company_id=file.company_id,
        assessment=file,
        file=paper(file, f"CMRT {supplier} {scene.year}", book, by, at),
        supplier=known if written["state"] == "accepted" else None,
        state=written["state"],
        percent=100,
        added_at=at,
        added_by=by,
        read_at=at,
    )
    store(declaration, declared(book, added))
    declaration.earlier = earlier_of(declaration)
    if written["state"] == "accepted":
        declaration.batch = ImportBatch.objects.create(
            company_id=file.company_id,
            assessment=file,
            file=declaration.file.name,
            state=ImportBatch.State.ACCEPTED,
            created_at=at,
            created_by=by,
            decided_at=at,
        )
        take_over(Taking(declaration, file, declaration.batch, frozenset(METALS), by))
        declaration.decided_at, declaration.decided_by = at, by
    declaration.save()


def declared(book: bytes, today: date) -> dict[str, Any]:
    """Return what the product reads in a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cmrt.xlsx"
        path.write_bytes(book)
        found = read(path, today)
    return json.loads(json.dumps(found.as_data()))


def paper(file: Assessment, title: str, book: bytes, by: User, at: Any) -> EvidenceVersion:
    """Store the workbook in the library of proof."""
    kind = kind_of("cmrt.xlsx")
    assert kind is not None
    document = Evidence.objects.create(
        id=uuid5(NAMESPACE_URL, f"{file.company_id} {title}"),
        company_id=file.company_id,
        title=title,
        kind=KIND,
        is_confidential=True,
        created_at=at,
        created_by=by,
    )
    made = EvidenceVersion(
        company_id=file.company_id,
        evidence=document,
        number=1,
        name=f"{title}.xlsx",
        content_type=kind.content_type,
        size=len(book),
        sha256=hashlib.sha256(book).hexdigest(),
        state=EvidenceVersion.State.CLEAN,
        uploaded_at=at,
        uploaded_by=by,
    )
    made.file = f"evidence/{file.company_id}/{made.pk.hex}"
    files.write(made.file, book)
    made.save()
    return made


def workbook(supplier: str, written: Written, smelters: Mapping[str, Written]) -> bytes:
    """Return a CMRT as the supplier sends it: built as the template is, in our own words."""
    declaration = {
        "B2": "CMRT",
        "J3": f"Revision {written['version']}",
        "D3": "English",
        **company_cells(supplier, str(written["day"])),
        **dict(answer_cells(written["answers"])),
    }
    return book_of(
        {
            "Revision": {"A1": "CMRT", "A3": str(written["version"])},
            "Declaration": declaration,
            "Smelter List": dict(smelter_cells(written, smelters)),
        }
    )


def company_cells(supplier: str, day: str) -> dict[str, str]:
    """Return who declares."""
    values = {8: supplier, 9: "A. Company", 15: "Inkoop", 17: "010 000 00 00", 18: "Directie"}
    mail = f"inkoop@{supplier.lower().replace(' ', '-')}.example"
    values |= {16: mail, 20: mail, 21: "010 000 00 00", 22: day}
    return {f"D{row}": value for row, value in values.items()}


def answer_cells(answers: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the questions and answers per metal; of a metal without any the answer is no."""
    for number, subject in enumerate(SUBJECTS):
        head = FIRST_ROW + number * STEP - 1
        yield f"B{head}", f"{number + 1}) {subject}"
        for place, metal in enumerate(METALS, 1):
            yield f"B{head + place}", minerals()[metal].en
            given = {**USUAL, "share": "Greater than 90%", **answers.get(metal, {})}
            if metal not in answers:
                given = {"added": "No"}
            if subject in given:
                yield f"D{head + place}", given[subject]
    for number, letter in enumerate("ABCDEFGH"):
        row = COMPANY_ROW + 2 * number
        yield f"B{row}", f"{letter}. {letter}"
        yield f"D{row}", "No" if letter in "BH" else "Yes"


def smelter_cells(written: Written, smelters: Mapping[str, Written]) -> Iterator[tuple[str, str]]:
    """Yield the list of smelters."""
    for column, head in zip("ABCDEF", HEADS, strict=True):
        yield f"{column}4", head
    for row, key in enumerate(written["smelters"], 5):
        yield f"B{row}", "Tin"
        if key == UNKNOWN:
            yield f"C{row}", "Smelter not yet identified"
            continue
        one = smelters[key]
        cells = {"C": one["name"], "D": one["name"], "E": one["country"], "F": one["cid"]}
        mine, country = written.get("mines", {}).get(key, ("", ""))
        for column, value in {**cells, "N": mine, "O": country}.items():
            if value:
                yield f"{column}{row}", str(value)
