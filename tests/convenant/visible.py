"""What a person reads or hears on a page, apart from what is marked as another language."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "textarea"}
SPOKEN = {"alt", "title", "aria-label", "aria-roledescription", "placeholder", "content"}
SPOKEN_BY_SCRIPT = ("data-text", "data-word", "data-title")
SPOKEN_ON_PAPER = {"data-name", "data-state", "data-of"}  # the running heads of the report
LANGUAGES = ("nl", "en")

WORD = re.compile(r"[\w’']+")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in small letters."""
    return frozenset(WORD.findall(text.lower()))


# Words that every longer text has, and that the other language does not have.
DUTCH = words_of(
    """
    het een de niet uw voor naar bij ook maar nog deze dit zijn wordt worden wij zij hebt heeft
    hebben kunt moet geen wie waar hoe dan dat aan uit meer vraag vragen antwoord antwoorden
    bedrijf opslaan jaar om tot te wat als er kies vul
    """
)
ENGLISH = words_of(
    """
    the and your you with for from this that these not are will has have been which where how
    why company question questions answers save submit our their there because must to by choose
    page enter what should does each
    """
)
INFORMAL = words_of("je jij jou jouw jullie")
UNHEARD = {"nl": ENGLISH | INFORMAL, "en": DUTCH}
# Addresses of mail and web, and the check numbers of reports.
NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b")


class Reader(HTMLParser):
    """Collects every text of a page that stands in the page's own language."""

    def __init__(self, language: str):
        super().__init__()
        self.language = language
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []

    @property
    def speaks(self) -> str:
        """Return the language in force at this place."""
        return next((lang for _, lang in reversed(self.open) if lang), self.language)

    def handle_starttag(self, tag, attrs):
        """Go in, and hear what the element itself says."""
        given = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or ""))
        if (given.get("lang") or self.speaks) == self.language:
            self.texts += [text for name, text in attrs if text and is_spoken(tag, name, given)]

    def handle_startendtag(self, tag, attrs):
        """Hear an element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        """Leave the element, and those inside it that were never closed."""
        while any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        """Keep text that is read in this language."""
        if self.speaks == self.language and not any(name in UNREAD for name, _ in self.open):
            self.texts.append(data)


def is_spoken(tag: str, name: str, attributes: dict) -> bool:
    """Tell whether an attribute is read to a person; what somebody typed into a box is not."""
    if name == "content":
        return tag == "meta" and attributes.get("name") == "description"
    if tag == "button" and name in ("name", "value"):
        return False
    if tag == "body" and name in SPOKEN_ON_PAPER:
        return True
    return name in SPOKEN or name.startswith(SPOKEN_BY_SCRIPT)


def foreign_in(text: str, language: str, *, without: tuple[str, ...] = ()) -> str:
    """Return the words of the other language in a text, with what stands around them, or "".

    `without` are texts that people typed: they are in whatever language they are.
    """
    for own in without:
        text = text.replace(own, " ")
    text = NOT_WORDS.sub(" ", text)
    found = [word for word in WORD.finditer(text) if word[0].lower() in UNHEARD[language]]
    return "; ".join(" ".join(text[max(0, w.start() - 40) : w.end() + 40].split()) for w in found)


def foreign_on(html: str, language: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of a page that speak the other language without saying so."""
    reader = Reader(language)
    reader.feed(html)
    reader.close()
    found = (foreign_in(text, language, without=without) for text in reader.texts)
    return [text for text in found if text]
