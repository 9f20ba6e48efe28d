"""The words, numbers, money and dates of each language of the course.

Source text is English; a catalogue `data/locale/<code>/LC_MESSAGES/course.po` translates it. A
message without a translation appears in English, so a half-translated edition still works.
Nothing is compiled and nothing is installed: the catalogue is read into memory when its language
is first asked for. Babel's parts are imported where they are used, because a lesson's kernel is to
stay small.
"""

from __future__ import annotations

import datetime
import gettext
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from course.content.errors import DataError, Fault
from course.content.places import DATA, shown

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

LOCALE = DATA / "locale"
LANGUAGES = {"en": "English", "zh": "中文"}

Number = int | float | Decimal | Fraction

# From here on digits no longer help a reader and powers of ten do.
HUGE = Decimal(10) ** 12
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def marked(message: str) -> str:
    """Mark an English message for translation where it is written, to be translated where shown.

    >>> marked("Amount borrowed")
    'Amount borrowed'
    """
    return message


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of an English message, for `Language.plural`.

    >>> marked_plural("{count} week", "{count} weeks")
    ('{count} week', '{count} weeks')
    """
    return one, many


COUNTED = {
    "days": marked_plural("{count} day", "{count} days"),
    "months": marked_plural("{count} month", "{count} months"),
    "years": marked_plural("{count} year", "{count} years"),
    "times": marked_plural("{count} time", "{count} times"),
}
"""The units that are counted, each as one and as many."""


@dataclass(frozen=True)
class Language:
    """One language: its words and the forms of its numbers."""

    code: str
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    # Words

    @property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue itself, for a library that speaks through gettext."""
        return self._catalogue

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, its `{names}` filled from `values`.

        >>> language("en").text("You pay back {money}", money="$345")
        'You pay back $345'
        """
        # An empty message asks gettext for the catalogue's header.
        return self._catalogue.gettext(message).format(**values) if message else ""

    def plural(self, one: str, many: str, count: Number, /, **values: object) -> str:
        """`one` or `many`, as this language counts; `{count}` is filled in as a number.

        >>> language("en").plural("{count} fee", "{count} fees", 1200)
        '1,200 fees'
        """
        whole = math.isfinite(count) and count == int(count)
        # gettext counts in whole numbers; a fraction takes the plural of two ("1.5 years").
        message = self._catalogue.ngettext(one, many, int(count) if whole else 2)
        return message.format(**{"count": self.number(count, 0 if whole else 1)} | values)

    def sentences(self, *parts: str) -> str:
        """Whole sentences, one after the other.

        >>> language("en").sentences("One.", "Two."), language("zh").sentences("一。", "二。")
        ('One. Two.', '一。二。')
        """
        return ("" if self.code == "zh" else " ").join(parts)

    # Numbers

    def number(self, x: Number, decimals: int = 0) -> str:
        """A plain number, halves rounded away from zero.

        >>> language("en").number(1234.565, 2)
        '1,234.57'
        """
        return self._shown(x, "decimal", decimals)

    def percent(self, rate: Number, decimals: int = 2) -> str:
        """A fraction as a percentage: 0.334 is 33.40%.

        >>> language("en").percent(3.910714, 2), language("en").percent(1e73)
        ('391.07%', '1.00 × 10⁷⁵%')
        """
        return self._shown(rate, "percent", decimals)

    def money(self, amount: Number, currency: str, decimals: int | None = None) -> str:
        """An amount in currency units; cents are shown only where there are any.

        >>> language("en").money(9400, "CNY"), language("en").money(45.5, "USD")
        ('CN¥9,400', '$45.50')
        """
        if decimals is None:
            exact = _decimal(amount)
            whole = exact.is_finite() and _rounded(exact, 2) == _rounded(exact, 0)
            decimals = 0 if whole else 2
        return self._shown(amount, "currency", decimals, currency)

    def money_minor(self, amount_minor: int, currency: str, decimals: int | None = None) -> str:
        """An amount in minor units (cents, 分).

        >>> language("en").money_minor(102450, "GBP")
        '£1,024.50'
        """
        return self.money(Decimal(int(amount_minor)) / 100, currency, decimals)

    def currency_sign(self, currency: str) -> str:
        """What stands at amounts of a currency.

        >>> language("en").currency_sign("CNY"), language("zh").currency_sign("USD")
        ('CN¥', 'US$')
        """
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(currency, _locale(self.code))

    def currency_name(self, currency: str) -> str:
        """What a currency is called.

        >>> language("en").currency_name("CNY"), language("zh").currency_name("CNY")
        ('Chinese Yuan', '人民币')
        """
        return _locale(self.code).currencies[currency]

    def _shown(self, x: Number, style: str, decimals: int, currency: str = "") -> str:
        return _shown(self.code, _decimal(x), style, decimals, currency)

    # Time

    def date(self, day: datetime.date) -> str:
        """
        >>> language("en").date(datetime.date(2026, 8, 1))
        'August 1, 2026'
        """
        from babel.dates import format_date

        return format_date(day, "long", locale=self.code)

    def counted(self, n: Number, unit: str, number: str | None = None) -> str:
        """So many of a unit of `COUNTED`; `number`: its own words, in place of the usual ones.

        >>> language("en").counted(14, "days"), language("en").counted(3.8, "years")
        ('14 days', '3.8 years')
        """
        own = {} if number is None else {"count": number}
        return self.plural(*COUNTED[unit], n, **own)

    # Asking back

    def asked_back(self, typed: str, readings: Sequence[tuple[str, str]]) -> str:
        """The question which of several readings was meant.

        Each is given as it is shown and as the text to type that means nothing else.

        >>> language("en").asked_back("0.12", [("0.12%", "0.12%"), ("12%", "12%")])
        'Is “0.12” 0.12% or 12%? Type one of these: 0.12%, 12%.'
        """
        shown, texts = zip(*readings, strict=True)
        return self.text(
            "Is “{typed}” {readings}? Type one of these: {texts}.",
            typed=typed,
            readings=self.text(" or ").join(shown),
            texts=self.text(", ").join(texts),
        )


@lru_cache
def language(code: str) -> Language:
    """The language of that code. Raises ValueError for a code the course does not know.

    >>> language("en").code
    'en'
    """
    if code not in LANGUAGES:
        raise ValueError(f"language is {code!r}; allowed: {', '.join(LANGUAGES)}")
    file = LOCALE / code / "LC_MESSAGES" / "course.po"
    catalogue = _catalogue(file, code) if file.exists() else gettext.NullTranslations()
    return Language(code, catalogue)


def _catalogue(file: Path, code: str) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    compiled = io.BytesIO()
    try:
        with file.open("rb") as lines:
            write_mo(compiled, read_po(lines, locale=code, abort_invalid=True))
    except PoFileError as error:
        line, allowed = error.lineno + 1, "a gettext catalogue"
        raise DataError([Fault(shown(file), "", repr(error.line), allowed, line)]) from error
    except UnicodeDecodeError as error:
        raise DataError([Fault(shown(file), "", "not UTF-8 text", "UTF-8")]) from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


# A moved slider changes some of a lab's hundred numbers; an axis shows the same ones again.
@lru_cache(maxsize=768)
def _shown(code: str, value: Decimal, style: str, decimals: int, currency: str) -> str:
    from babel.numbers import get_currency_symbol

    locale = _locale(code)
    pattern = _pattern(code, style, decimals)
    if style == "percent":
        value *= 100
    if value.is_finite() and abs(value) < HUGE:
        value = _rounded(value, decimals)
        # Zero has no sign, however small the loss was that it was rounded from.
        value = abs(value) if value == 0 else value
        words = pattern.apply(value.scaleb(-pattern.scale), locale)
    elif value.is_nan():
        return "–"
    else:
        size = "∞" if value.is_infinite() else _power_of_ten(code, abs(value))
        negative = int(value < 0)
        words = pattern.prefix[negative] + size + pattern.suffix[negative]
    return words.replace("¤", get_currency_symbol(currency, locale)) if currency else words


def _power_of_ten(code: str, value: Decimal) -> str:
    exponent = value.adjusted()
    mantissa = _rounded(value.scaleb(-exponent), 2)
    if mantissa == 10:
        mantissa, exponent = Decimal(1), exponent + 1
    shown = _shown(code, mantissa, "decimal", 2, "")
    return f"{shown} × 10{str(exponent).translate(_SUPERSCRIPT)}"


@lru_cache
def _locale(code: str) -> Locale:
    from babel.core import Locale

    return Locale.parse(code)


@lru_cache(maxsize=256)
def _pattern(code: str, style: str, decimals: int) -> NumberPattern:
    """The language's own pattern for numbers of this style, with this many decimals."""
    from babel.numbers import parse_pattern

    locale = _locale(code)
    own = {
        "decimal": lambda: locale.decimal_formats[None],
        "percent": lambda: locale.percent_formats[None],
        "currency": lambda: locale.currency_formats["standard"],
    }[style]().pattern
    fixed = "0" + ("." + "0" * decimals if decimals else "")
    return parse_pattern(re.sub(r"0(\.[0#]+)?", fixed, own, count=1))


def _decimal(x: Number) -> Decimal:
    """The number as it prints, so that 1.005 is rounded as the reader would round it."""
    if isinstance(x, Decimal):
        return x
    if isinstance(x, Fraction):
        return Decimal(x.numerator) / Decimal(x.denominator)
    if isinstance(x, int):
        return Decimal(x)
    x = float(x)  # NumPy's numbers print otherwise
    return Decimal(repr(x)) if math.isfinite(x) else Decimal(x)


def _rounded(x: Decimal, decimals: int) -> Decimal:
    if abs(x) >= HUGE:
        return x
    return x.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
