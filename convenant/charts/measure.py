"""How wide a text is in Source Sans 3, so that a label never runs out of its drawing.

Widths are those of weight 650 in parts of the letter size, a little wide for lighter text.
"""

_WIDTHS = {
    0.20: " ",
    0.29: "|ijlï',.:;I’·",
    0.34: "f!()-[]{}/\\",
    0.39: "tr",
    0.47: "s*?zcç–",
    0.52: '_xLYevyéèêë"“”J#$+0123456789<=>F^a~€àâá',
    0.57: "gEZkSTVX`oöóôAhuüúûbdnpq",
    0.63: "CPBRKDG",
    0.68: "&NUHOQ",
    0.76: "Mw",
    0.90: "W%m@—",
    0.97: "…",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 0.68


def text_width(text: str, size: float) -> float:
    """Return the width of a line of text at this letter size, in the unit of the size."""
    return size * sum(_WIDTH_OF.get(letter, _UNKNOWN) for letter in text)


def wrapped(text: str, size: float, room: float, most: int = 1) -> tuple[str, ...]:
    """Return the text in at most so many lines that fit the room; what is too long ends in "…"."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        has_room = text_width(longer, size) <= room
        if has_room or not lines[-1] or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(_cut(line, size, room) for line in lines)


def _cut(line: str, size: float, room: float) -> str:
    if text_width(line, size) <= room:
        return line
    while line and text_width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
