"""What a page of the report consists of: plain pieces that one template prints."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString

from convenant.charts import Chart
from workgroups.annual.figures import Figure


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its words, and whether it is hatched because it was withheld."""

    words: str
    is_hidden: bool = False
    unit: str = ""
    shade: int = 0
    """In a heat map how dark it is, 1 to 4; 0 for none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its head, a small line under it, and its cells."""

    head: str
    cells: tuple[Cell, ...]
    small: str = ""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with its caption, its base and its rows."""

    kind: ClassVar[str] = "table"
    caption: str
    small: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    is_wide: bool = False
    level: int = 0
    """The level of its heading in the document; 0 when it is a caption alone."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class HeatPart:
    """A heat map: a table whose cells are shaded and hold words."""

    kind: ClassVar[str] = "heat"
    caption: str
    small: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A drawing with its caption, and a remark in the margin."""

    kind: ClassVar[str] = "chart"
    chart: Chart
    caption: str
    small: str = ""
    aside: str = ""
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """Large figures, two abreast."""

    kind: ClassVar[str] = "figures"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class PullPart:
    """One large figure in the margin of a text."""

    kind: ClassVar[str] = "pull"
    figure: Figure


@dataclass(frozen=True, slots=True)
class TextPart:
    """Paragraphs of the system's own, with a remark in the margin."""

    kind: ClassVar[str] = "text"
    paragraphs: tuple[str, ...]
    heading: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class ListPart:
    """Sentences in a list, with a word in the margin."""

    kind: ClassVar[str] = "list"
    items: tuple[str, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class KeyPart:
    """What the words in hatched cells mean."""

    kind: ClassVar[str] = "key"
    rows: tuple[tuple[str, str], ...]
    heading: str


@dataclass(frozen=True, slots=True)
class ProsePart:
    """A writer's own text, cleaned, in two columns."""

    kind: ClassVar[str] = "prose"
    html: SafeString


@dataclass(frozen=True, slots=True)
class CheckPart:
    """How to check that the report is genuine: the number, the address, and both as a picture."""

    kind: ClassVar[str] = "check"
    code: str
    address: str
    picture: SafeString
    sha256: str


Part = (
    TablePart
    | HeatPart
    | ChartPart
    | FiguresPart
    | PullPart
    | TextPart
    | ListPart
    | KeyPart
    | ProsePart
    | CheckPart
)


@dataclass(frozen=True, slots=True)
class Page:
    """A chapter of the document; it starts on a new page."""

    anchor: str
    label: str
    title: str
    lead: str
    parts: tuple[Part, ...] = ()
    level: int = 1
    """1 for a chapter of its own, 2 for one that belongs to the figures."""
    flows: bool = False
    """Whether it may follow another that flows on one page, where there is room for it whole."""


@dataclass(frozen=True)
class Document:
    """The whole report, ready to print."""

    year: int
    language: str
    title: str
    line: str
    state: str
    code: str
    sha256: str
    cover: Chart | None
    cover_words: tuple[str, str]
    pages: tuple[Page, ...] = field(default_factory=tuple)
