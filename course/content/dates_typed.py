"""Dates as people write them, in a file, in a box and behind an option.

Day and month have one order in the whole of a file; a single date that leaves it open is asked
back.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from course.content.language import Language, marked
from course.content.numbers_typed import in_digits

Order = Literal["year-first", "day-first", "month-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first", "year-first")

YEARS = range(1970, 2120)
"""The one range of all dates. Regulators' examples of loans begin in 1978, and no loan to a person
runs on for ninety years; a day outside is a slip of the pen, or a number that is no date."""
LONGEST = 60
"""Characters: no date is longer."""

Readings = Mapping[Order | None, datetime.date]
"""What a cell may mean, by the order that makes it mean so; None: whatever the order."""
Written = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None
"""A date as a text, as a spreadsheet's serial number, or as a library read it."""

_CLOCK = (
    r"(?:上午|下午|中午|早上|晚上|凌晨)?\s?\d{1,2}(?:\s?[:时點点]\s?\d{0,2}[^\n]*|\s?[ap]\.?m\.?)"
)
_TIME_BEHIND = re.compile(rf"(?:[T\s,]\s?{_CLOCK}|(?<=[日号]){_CLOCK}|[T\s])$", re.IGNORECASE)
_TIME_BEFORE = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?[,\s]\s?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\)?"
    r"|\(?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.)]*"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    r"|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica)\b[,.]*",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    # A program may write [2026, 3, 1].
    r"\[?(\d{4})\s?[-/.,年]\s?(\d{1,2})\s?[-/.,月]\s?(\d{1,2})\s?[日号號.\]]?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_YEAR_AND_MONTH = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?月?", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})", re.ASCII)
_OF = r"(?: (?:of|d[ei]l?)(?= ))?"
_DAY = r"(?P<day>\d{1,2})\s?(?:(?:st|nd|rd|th|er|[oa])(?![a-z])|[.°])?"
_MONTH = r"(?P<month>[a-z]{3,10})\.?"
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_DAY}{_OF}[ /-]?{_MONTH},?{_OF}[ /-]?(?P<year>\d{{4}}|\d{{2}})",
        rf"{_MONTH}[ /-]?{_DAY},?[ /-]+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[ /-]?{_MONTH}[ /-]?{_DAY}",
        rf"{_MONTH},?{_OF}[ '/-]?(?P<year>\d{{4}}|\d{{2}})",
        rf"(?P<year>\d{{4}})[ /-]?{_MONTH}",
    )
)
_MONTHS = (
    "january janvier enero janeiro januar gennaio janner",
    "february fevrier febrero fevereiro februar febbraio",
    "march mars marzo marco marz maerz mrz",
    "april avril abril aprile",
    "may mai mayo maio maggio",
    "june juin junio junho juni giugno",
    "july juillet julio julho juli luglio",
    "august aout agosto",
    "september septembre septiembre setembro settembre setiembre",
    "october octobre octubre outubro oktober ottobre",
    "november novembre noviembre novembro",
    "december decembre diciembre dezembro dezember dicembre",
)
"""English, French, Spanish, Portuguese, German and Italian, without accents."""


class _Day(NamedTuple):
    """A day before its year is looked at; `whole`: whether its day was written."""

    date: datetime.date
    whole: bool = True


def dates_in(cell: Written, epoch: datetime.date = datetime.date(1899, 12, 30)) -> Readings:
    """Every date the cell may mean; {} if it is none. A month without a day is its first day.

    Dates outside YEARS are none; `is_outside` tells them from what is no date at all.

    >>> dates_in("2026年3月1日 12:00:00")
    {None: datetime.date(2026, 3, 1)}
    >>> sorted(dates_in("01/02/2026"))
    ['day-first', 'month-first']
    >>> dates_in("March 2026") == dates_in("2026年3月") == dates_in("Mar-26") == dates_in(46082)
    True
    >>> dates_in("03/2026") == dates_in("20260301") == dates_in("1er mars 2026")
    True
    >>> dates_in("1900-01-31"), dates_in(1e308), dates_in("2026-02-31")
    ({}, {}, {})
    """
    return {order: day.date for order, day in _days(cell, epoch).items() if _inside(day)}


def is_outside(cell: Written, epoch: datetime.date = datetime.date(1899, 12, 30)) -> bool:
    """Whether the cell is a date, but not of YEARS.

    >>> is_outside("1900-01-31"), is_outside(datetime.date(1, 1, 1)), is_outside("soon")
    (True, True, False)
    """
    days = _days(cell, epoch)
    return bool(days) and not any(map(_inside, days.values()))


def days_typed(text: str) -> tuple[datetime.date, ...]:
    """Every day that a typed text may mean, day before month first; () if it is no day of YEARS.

    A month alone is no day, and a number of days since 1900 is none that people type.

    >>> [str(day) for day in days_typed("1/8/2026")], days_typed("March 2026")
    (['2026-08-01', '2026-01-08'], ())
    """
    found = dict.fromkeys(_days_of_text(text, serials=False).values())
    return tuple(day.date for day in found if day.whole and _inside(day))


def day_typed(text: str, language: Language, order: Order | None = None) -> datetime.date:
    """The one day of a typed text. `order` decides where day and month could be either.

    Raises ValueError in the language for what is no day, is outside YEARS, names a month alone, or
    can be read in several ways: which it then asks back.

    >>> from course.content.language import language
    >>> day_typed("1 March 2026", language("en")) == day_typed("2026年3月1日", language("zh"))
    True
    >>> day_typed("1/3/26", language("en"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: Is “1/3/26” March 1, 2026 or January 3, 2026? Type one of these: ...
    """
    typed, say = text.strip()[:LONGEST], language.text
    found = _days_of_text(typed, serials=False)
    days = (found[order],) if order in found else tuple(dict.fromkeys(found.values()))
    inside = tuple(filter(_inside, days))
    if not days:
        raise ValueError(say(_NO_DAY, typed=typed))
    if not inside:
        raise ValueError(say(_OUTSIDE, typed=typed, first=YEARS[0], last=YEARS[-1]))
    if not all(day.whole for day in inside):
        raise ValueError(say(_NO_DAY_OF_MONTH, typed=typed, example=inside[0].date.isoformat()))
    if len(inside) > 1:
        asks = [(language.date(day.date), day.date.isoformat()) for day in inside]
        raise ValueError(language.asked_back(typed, asks))
    return inside[0].date


_NO_DAY = marked("“{typed}” is not read as a day. Write for example 2026-08-01.")
_OUTSIDE = marked("“{typed}” is outside the years {first} to {last}. Write for example 2026-08-01.")
_NO_DAY_OF_MONTH = marked("“{typed}” names a month but no day. Write for example {example}.")


def order_of(cells: Sequence[Readings]) -> tuple[Order | None, tuple[Order, ...]]:
    """The order of day and month in these cells, and the orders that remain possible.

    An order is out where some cell has no date in it. Of several that remain, one is taken only
    if in it alone the dates go on by equal months or equal weeks; else the order is None.

    >>> order_of([dates_in("31/01/2026"), dates_in("01/02/2026")])
    ('day-first', ('day-first',))
    >>> order_of([dates_in("01/02/2026"), dates_in("01/03/2026")])
    (None, ('day-first', 'month-first'))
    """
    open_cells = [cell for cell in cells if cell and None not in cell]
    possible = tuple(order for order in ORDERS if all(order in cell for cell in open_cells))
    if not open_cells or len(possible) == 1:
        return (possible[0] if open_cells else None), possible
    if possible and all(len({cell[order] for order in possible}) == 1 for cell in open_cells):
        return possible[0], possible[:1]
    regular = [
        order
        for order in possible
        if _regular([cell.get(None) or cell[order] for cell in cells if cell])
    ]
    return (regular[0] if len(regular) == 1 else None), possible


def _regular(days: Sequence[datetime.date]) -> bool:
    """Whether the days go on by the same number of months, of weeks, or of days."""
    if len(days) < 3:
        return False
    pairs = list(pairwise(days))
    gaps = {(later - earlier).days for earlier, later in pairs}
    if len(gaps) == 1:
        return gaps.pop() > 0
    months = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairs}
    return len(months) == 1 and months.pop() > 0 and max(gaps) - min(gaps) <= 8


# Reading -----------------------------------------------------------------------------------------

_Days = dict[Order | None, _Day]


def _inside(day: _Day) -> bool:
    return day.date.year in YEARS


def _days(cell: Written, epoch: datetime.date) -> _Days:
    if isinstance(cell, datetime.datetime):
        return {None: _Day(cell.date())}
    if isinstance(cell, datetime.date):
        return {None: _Day(cell)}
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return {}
    if isinstance(cell, str):
        return _days_of_text(cell, epoch)
    return _days_of_number(cell, epoch)


def _days_of_text(
    cell: str, epoch: datetime.date = datetime.date(1899, 12, 30), *, serials: bool = True
) -> _Days:
    if len(cell) > 10 * LONGEST:
        return {}
    text = _without_accents(unicodedata.normalize("NFKC", cell[:LONGEST]))
    text = _WEEKDAY.sub("", text.strip())
    text = _TIME_BEFORE.sub("", _TIME_BEHIND.sub("", text)).strip(" ,")
    text = in_digits(text)
    if serials and _SERIAL.fullmatch(text):
        return _days_of_number(float(text), epoch)
    if match := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _one(*match.groups())
    if match := _YEAR_AND_MONTH.fullmatch(text):
        return _one(*match.groups())
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _one(match[2], match[1])
    if match := _NUMBERS.fullmatch(text):
        return _by_order(*match.groups())
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            month = _month(match["month"])
            return _one(match["year"], month, match.groupdict().get("day")) if month else {}
    return {}


def _without_accents(text: str) -> str:
    """Letters without accents, and signs as a keyboard has them."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text.replace("−", "-").replace("–", "-"))
    text = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in letters
        if not unicodedata.combining(sign)
    )
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _one(year: str, month: str | int, day: str | None = None) -> _Days:
    date = _date(year, month, day or 1)
    return {} if date is None else {None: _Day(date, day is not None)}


def _days_of_number(number: float, epoch: datetime.date) -> _Days:
    """A spreadsheet's count of days, or the digits of year, month and day."""
    if not 0 < number < 10**8:  # nor is not-a-number
        return {}
    if number < 10**5:
        day = _Day(epoch + datetime.timedelta(days=int(number)))
        return {None: day} if _inside(day) else {}
    match = _COMPACT.fullmatch(str(int(number))) if number == int(number) else None
    return _one(*match.groups()) if match else {}


def _by_order(first: str, sign: str, second: str, third: str) -> _Days:
    found: dict[Order, datetime.date | None] = {"day-first": _date(third, second, first)}
    # With points the day stands first everywhere.
    if sign != ".":
        found["month-first"] = _date(third, first, second)
    if len(third) == 2 and len(first) == 2:
        found["year-first"] = _date(first, second, third)
    days: _Days = {order: _Day(day) for order, day in found.items() if day is not None}
    # The same day either way, and nothing to ask.
    if len(third) == 4 and (sign == "." or len(days) == 2) and len(set(days.values())) == 1:
        return {None: days["day-first"]}
    return days


def _date(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    year = int(year) + 2000 * (len(str(year)) <= 2)
    try:
        return datetime.date(year, int(month), int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The month whose name begins so; of two such months, none."""
    word = word.lower()
    found = [
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(name.startswith(word) for name in names.split())
    ]
    return found[0] if len(found) == 1 else None
