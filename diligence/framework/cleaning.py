"""Cleaning one value: of a question that is no table, or of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from diligence.framework.choices import Lists, options_of
from diligence.framework.schema import Edition, Field, Kind, Option
from diligence.framework.texts import Text
from diligence.framework.typed import (
    number_as_written,
    read_date,
    read_link,
    read_number,
    tidy_text,
)
from diligence.framework.value_problems import invalid

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans the values of one company at one moment, in one language."""

    edition: Edition
    today: date
    lang: str | None
    lists: Lists | None

    def value(self, field: Field, raw: Any) -> Any:
        """The value of a question or cell; None when it is empty. Raises `InvalidValue`."""
        if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == []:
            return None
        match field.kind:
            case Kind.MATURITY:
                return self._level(raw)
            case Kind.CHOICE:
                return self._choice(field, raw)
            case Kind.MULTIPLE:
                return self._choices(field, raw)
            case Kind.NUMBER:
                return self._number(field, raw)
            case Kind.DATE:
                return self._date(field, raw)
        if not isinstance(raw, str):
            raise invalid("wrong_shape")
        if field.kind == Kind.LINK:
            return read_link(raw)
        text = tidy_text(raw, lines=field.kind == Kind.LONG_TEXT)
        return not_longer(text, field.max_length) or None

    def options(self, field: Field) -> Sequence[Option]:
        return options_of(field, self.edition, self.lists)

    def _level(self, raw: Any) -> int:
        highest = self.edition.scoring.highest_level
        written = str(raw).strip() if isinstance(raw, str | int) else ""
        if isinstance(raw, bool) or written not in map(str, range(highest + 1)):
            raise invalid("not_a_level", highest=highest)
        return int(written)

    def _choice(self, field: Field, raw: Any) -> str:
        if isinstance(raw, list | tuple):
            if len(raw) != 1:
                raise invalid("one_option_only", count=len(raw))
            raw = raw[0]
        if not isinstance(raw, str):
            raise invalid("wrong_shape")
        if raw not in {option.key for option in self.options(field)}:
            raise invalid("unknown_option", typed=raw)
        return raw

    def _choices(self, field: Field, raw: Any) -> list[str] | None:
        sent = [raw] if isinstance(raw, str) else raw
        if not isinstance(sent, list | tuple | set | frozenset):
            raise invalid("wrong_shape")
        if not all(isinstance(key, str) for key in sent):
            raise invalid("wrong_shape")
        wanted = {key for key in sent if key.strip()}
        options = self.options(field)
        unknown = wanted.difference(option.key for option in options)
        if unknown:
            raise invalid("unknown_option", typed=min(unknown))
        chosen = [option for option in options if option.key in wanted]
        alone = next((option for option in chosen if option.alone), None)
        if alone is not None and len(chosen) > 1:
            raise invalid("not_alone", option=alone.text)
        return [option.key for option in chosen] or None

    def _number(self, field: Field, raw: Any) -> str:
        number = read_number(raw, field.decimals, self.lang)
        kept = number_as_written(number)
        if len(kept.partition(".")[2]) > field.decimals:
            if not field.decimals:
                raise invalid("no_decimals", typed=raw)
            raise invalid("too_many_decimals", digits=_digits(field.decimals), typed=raw)
        if field.min is not None and number < field.min:
            raise invalid("number_too_small", least=_local_number(field.min), typed=raw)
        if field.max is not None and number > field.max:
            raise invalid("number_too_large", most=_local_number(field.max), typed=raw)
        return kept

    def _date(self, field: Field, raw: Any) -> str:
        day = read_date(raw)
        if field.earliest == TODAY and day < self.today:
            raise invalid("date_in_past", typed=raw)
        if field.latest == TODAY and day > self.today:
            raise invalid("date_in_future", typed=raw)
        if field.earliest not in ("", TODAY) and day < date.fromisoformat(field.earliest):
            raise invalid("date_too_early", earliest=_local_date(field.earliest), typed=raw)
        if field.latest not in ("", TODAY) and day > date.fromisoformat(field.latest):
            raise invalid("date_too_late", latest=_local_date(field.latest), typed=raw)
        return day.isoformat()


def not_longer(text: str, most: int | None) -> str:
    """The text, when it has at most so many characters. Raises `InvalidValue`."""
    if most is not None and len(text) > most:
        raise invalid("too_long", length=len(text), most=most)
    return text


def _digits(count: int) -> Text:
    if count == 1:
        return Text("1 cijfer", "1 decimal")
    return Text(f"{count} cijfers", f"{count} decimals")


def _local_number(number: Decimal) -> Text:
    grouped = f"{number:,f}"
    return Text(grouped.translate(str.maketrans(",.", ".,")), grouped)


def _local_date(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}-{month}-{year}"
