"""What WeasyPrint leaves out of a PDF's tags, added while it writes them.

WeasyPrint keeps the language of the document but not of its parts, gives header cells no scope,
leaves running heads among the content, and makes links that don't print. A screen reader needs
the first three. There is no public hook for them, so one function of its tagger is wrapped; the
tests of the report look for each effect in the finished file, and so guard an upgrade.
"""

from typing import Any

LANGUAGE, SCOPE = "lang", "scope"
SCOPES = {"row": "/Row", "col": "/Column"}
PRINTED = 4
"""The flag of an annotation that is on paper what it is on screen."""


def install() -> None:
    """Wrap WeasyPrint's tagger, once per process."""
    from weasyprint.formatting_structure.boxes import MarginBox
    from weasyprint.pdf import tags

    original = tags._build_box_tree

    def build(box: Any, parent: Any, pdf: Any, page: int, nums: dict, *rest: Any) -> list:
        known = set(nums)
        elements = list(original(box, parent, pdf, page, nums, *rest))
        box = getattr(box, "_box", box)
        if isinstance(box, MarginBox):
            running_marks(pdf).setdefault(page, set()).update(set(nums) - known)
        elif box.element is not None:
            for element in elements:
                add_attributes(element, box.element.attrib)
        return elements

    tags._build_box_tree = build


def add_attributes(element: Any, attributes: Any) -> None:
    """Copy the language and the scope of an HTML element to its tag."""
    import pydyf

    if language := attributes.get(LANGUAGE):
        element["Lang"] = pydyf.String(language)
    scope = attributes.get(SCOPE)
    if scope in SCOPES and element["S"] == "/TH":
        element["A"]["Scope"] = SCOPES[scope]


def finish(document: Any, pdf: Any) -> None:
    """Turn running heads into artifacts and let links print; WeasyPrint calls this at the end."""
    pages = [item for item in pdf.objects if has_type(item, "/Page")]
    for number, marks in running_marks(pdf).items():
        make_artifacts(content_of(pages[number], pdf), marks)
    for item in pdf.objects:
        if has_type(item, "/Annot"):
            item["F"] = PRINTED


def running_marks(pdf: Any) -> dict[int, set[int]]:
    """Return by page which marked contents belong to running heads."""
    return pdf.__dict__.setdefault("running_marks", {})


def make_artifacts(stream: Any, marks: set[int]) -> None:
    """Rewrite the beginnings of these marked contents: furniture of the page, not its content.

    In a stream of WeasyPrint the name, the properties and the operator are items in a row.
    """
    import pydyf

    for place, properties in enumerate(stream.stream):
        if isinstance(properties, dict) and properties.get("MCID") in marks:
            stream.stream[place - 1] = "/Artifact"
            stream.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


def content_of(page: Any, pdf: Any) -> Any:
    """Return the stream of a page."""
    return pdf.objects[int(page["Contents"].split()[0])]


def has_type(item: Any, name: str) -> bool:
    """Tell whether a PDF object is a dictionary of this type."""
    return isinstance(item, dict) and item.get("Type") == name
