"""What can be wrong with an answer somebody typed, and how we say so: what to do, then what we saw.

The codes are stable: the API sends them and translations of the page hang on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diligence.framework.texts import Text

PROBLEM_TEXTS: Mapping[str, Text] = {
    "not_a_level": Text(
        "Kies een niveau van 0 tot en met {highest}.",
        "Choose a level from 0 to {highest}.",
    ),
    "not_a_number": Text(
        "Vul een getal in, bijvoorbeeld 12,5. U typte “{typed}”.",
        "Enter a number, for example 12.5. You typed “{typed}”.",
    ),
    "number_too_small": Text(
        "Vul {least} of meer in. U typte “{typed}”.",
        "Enter {least} or more. You typed “{typed}”.",
    ),
    "number_too_large": Text(
        "Vul {most} of minder in. U typte “{typed}”.",
        "Enter {most} or less. You typed “{typed}”.",
    ),
    "no_decimals": Text(
        "Vul een heel getal in, zonder cijfers achter de komma. U typte “{typed}”.",
        "Enter a whole number, without decimals. You typed “{typed}”.",
    ),
    "too_many_decimals": Text(
        "Vul hooguit {digits} achter de komma in. U typte “{typed}”.",
        "Enter at most {digits}. You typed “{typed}”.",
    ),
    "not_a_date": Text(
        "Vul een datum in als dag-maand-jaar, bijvoorbeeld 12-03-2026. U typte “{typed}”.",
        "Enter a date as day-month-year, for example 12-03-2026. You typed “{typed}”.",
    ),
    "date_in_future": Text(
        "Deze datum ligt in de toekomst. Vul een dag in tot en met vandaag. U typte “{typed}”.",
        "This date lies in the future. Enter a day up to today. You typed “{typed}”.",
    ),
    "date_in_past": Text(
        "Deze datum is voorbij. Vul een dag in vanaf vandaag. U typte “{typed}”.",
        "This date has passed. Enter a day from today on. You typed “{typed}”.",
    ),
    "date_too_early": Text(
        "Vul een datum in vanaf {earliest}. U typte “{typed}”.",
        "Enter a date from {earliest} on. You typed “{typed}”.",
    ),
    "date_too_late": Text(
        "Vul een datum in tot en met {latest}. U typte “{typed}”.",
        "Enter a date up to {latest}. You typed “{typed}”.",
    ),
    "not_a_link": Text(
        "Vul een webadres in, bijvoorbeeld https://www.uwbedrijf.nl/beleid. U typte “{typed}”.",
        "Enter a web address, for example https://www.yourcompany.nl/policy. You typed “{typed}”.",
    ),
    "link_not_https": Text(
        "Vul een adres in dat met https:// begint; zo’n pagina is beveiligd. U typte “{typed}”.",
        "Enter an address that starts with https://; such a page is secured. You typed “{typed}”.",
    ),
    "too_long": Text(
        "Maak de tekst korter: {length} tekens, {most} is het meeste.",
        "Shorten the text: {length} characters, {most} is the most.",
    ),
    "unknown_option": Text(
        "Kies uit de lijst. “{typed}” staat er niet in.",
        "Choose from the list. “{typed}” is not in it.",
    ),
    "formula": Text(
        "Zet hier de uitkomst neer in plaats van een formule.",
        "Put the outcome here instead of a formula.",
    ),
    "one_option_only": Text(
        "Kies één antwoord. U koos er {count}.",
        "Choose one answer. You chose {count}.",
    ),
    "not_alone": Text(
        "Kies “{option}” alleen, of haal het weg. Het past niet bij de andere keuzes.",
        "Choose “{option}” on its own, or take it away. It does not fit the other choices.",
    ),
    "too_few_choices": Text(
        "Kies er ten minste {least}. U koos er {count}.",
        "Choose at least {least}. You chose {count}.",
    ),
    "required": Text(
        "Vul “{column}” in. Deze rij is anders niet te gebruiken.",
        "Fill in “{column}”. Without it this row cannot be used.",
    ),
    "too_few_rows": Text(
        "Vul ten minste {least} rijen in. U hebt er {count}.",
        "Fill in at least {least} rows. You have {count}.",
    ),
    "too_many_rows": Text(
        "Vul hooguit {most} rijen in. U hebt er {count}.",
        "Fill in at most {most} rows. You have {count}.",
    ),
    "unknown_column": Text(
        "Haal de kolom “{typed}” weg. Deze tabel heeft die niet.",
        "Take the column “{typed}” away. This table does not have it.",
    ),
    "wrong_shape": Text(
        "Vul het antwoord opnieuw in. Wij konden niet lezen wat er binnenkwam.",
        "Fill in the answer again. We could not read what came in.",
    ),
    "reason_missing": Text(
        "Leg uit waarom dit niet voor uw bedrijf geldt. Eén of twee zinnen is genoeg.",
        "Explain why this does not apply to your company. One or two sentences are enough.",
    ),
    "reason_too_short": Text(
        "Leg iets meer uit: ten minste {least} tekens. U typte “{typed}”.",
        "Explain a little more: at least {least} characters. You typed “{typed}”.",
    ),
}

MOST_QUOTED = 60
"""So many characters of what was typed come back in a message."""


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """One thing that is wrong, and where in a table it stands."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    """What the text fills in; a `Text` is filled in in the reader's language."""
    column: str = ""
    """The key of the column; empty outside a table."""
    row: str = ""
    """The id of the row; empty outside a table."""
    row_number: int | None = None
    """The place of the row as it was sent, from 1."""

    def text(self, lang: str) -> str:
        """The message for a person."""
        filled = {
            name: value.get(lang) if isinstance(value, Text) else value
            for name, value in self.params.items()
        }
        return PROBLEM_TEXTS[self.code].get(lang).format(**filled)


class InvalidValue(ValueError):
    """What was sent is not an answer to the question; nothing of it is kept."""

    def __init__(self, problems: Iterable[ValueProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text("en") for problem in self.problems))


def invalid(code: str, **params: Any) -> InvalidValue:
    """An error with one problem; a quoted text is cut to what fits in a message."""
    if "typed" in params:
        params["typed"] = quoted(params["typed"])
    return InvalidValue([ValueProblem(code, params)])


def quoted(typed: Any) -> str:
    """What somebody typed, short enough to repeat to them."""
    text = " ".join(str(typed).split())
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"
