"""The inputs of a lab: a frozen dataclass whose fields say how a learner may move them.

    @dataclass(frozen=True)
    class Inputs:
        amount: float = quantity(
            marked("You borrow"), "money", 10_000, within=(1_000, 50_000), step=500
        )

Labels are marked English messages; the kit translates them where it shows them. Such a class is
plain data: `Inputs(amount=5_000)` needs no screen.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course.content.language import Language
from course.content.messages import Words, tell
from course.content.readings import reading
from course.content.units import Unit, check_unit, decimals_of, unit_word
from course.content.values import Brief, Currency, Plain, Share

# A text is a marked label; a function is asked when the lab is shown.
Options = Mapping[str, Words] | Callable[[], Mapping[str, Words]]

_KEY = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with a range, moved by a slider and typed into a box.

    `minimum`, `maximum`, `step` and `default` are values of the input itself (percent as
    fractions). A logarithmic quantity moves in a hundred equal ratios, rounded to three digits.
    """

    name: str = ""
    label: str
    default: float
    minimum: float
    maximum: float
    step: float
    unit: str
    help: str = ""
    logarithmic: bool = False
    shared: str = ""

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if not self.minimum < self.maximum:
            raise ValueError(f"{self.label}: minimum {self.minimum} is not below {self.maximum}")
        if not self.minimum <= self.default <= self.maximum:
            raise ValueError(
                f"{self.label}: default {self.default} is outside {self.minimum} to {self.maximum}"
            )
        if self.step <= 0 or (self.logarithmic and self.minimum <= 0):
            raise ValueError(f"{self.label}: step, and minimum of a logarithmic range, must be > 0")

    @property
    def scale(self) -> int:
        """How much larger the number on the screen is than the value."""
        return 100 if self.unit == "percent" else 1

    @property
    def decimals(self) -> int:
        """Decimals of the number on the screen."""
        return decimals_of(self.step * self.scale)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are allowed: a count of months, say."""
        return isinstance(self.default, int) and isinstance(self.step, int)

    def value_of(self, number: float) -> float:
        """The value for a number on the screen, free of the slider's binary dust."""
        value = round(number / self.scale, 12)
        return round(value) if self.whole else value

    def typed(self, value: float, language: Language) -> str:
        """The value as it stands in the number box."""
        return tell(Plain(round(value * self.scale, 10), (self.decimals, 4)), language)

    def read(self, text: str, language: Language, currency: str = "") -> float:
        """The value a learner typed, `currency` being the code of that in which money is asked.

        Raises ValueError with a message in the learner's language.
        """
        value = reading(
            text, self.unit, language, currency, possible=self._is_possible, fractions=False
        )
        if self.whole and value != round(value):
            raise ValueError(language.text("Only whole numbers are possible here."))
        value = self.value_of(value * self.scale)
        if not self._is_possible(value):
            raise ValueError(
                language.text(
                    "{typed} is outside this lab's range: {minimum} to {maximum}.",
                    typed=text.strip(),
                    minimum=self._bound(self.minimum, language),
                    maximum=self._bound(self.maximum, language),
                )
            )
        return value

    def _is_possible(self, value: float) -> bool:
        whole = not self.whole or (math.isfinite(value) and value == round(value))
        return whole and self.minimum <= value <= self.maximum

    def bare(self, value: float, language: Language) -> str:
        """The value with its unit but without its currency."""
        if self.unit == "percent":
            return tell(Share(value, (self.decimals, 4)), language)
        word = unit_word(self.unit, language)
        return " ".join(part for part in (self.typed(value, language), word) if part)

    def _bound(self, value: float, language: Language) -> str:
        """An end of the range, which needs no decimals where it is a whole percentage."""
        if self.unit == "percent":
            return tell(Share(value, (0, 4)), language)
        return self.bare(value, language)

    def shown(self, value: float, language: Language, currency: str = "") -> str:
        """The value in words for a sentence or a table."""
        if self.unit == "money":
            return tell(Brief(Currency(currency)(value)), language)
        return self.bare(value, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several options, by key."""

    name: str = ""
    label: str
    default: str
    options: Options
    help: str = ""
    shared: str = ""

    def labels(self, language: Language) -> dict[str, str]:
        """The options in the learner's language, by key."""
        return _labels(self.options, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Any number of options, at least one."""

    name: str = ""
    label: str
    default: tuple[str, ...]
    options: Options
    help: str = ""
    shared: str = ""

    def labels(self, language: Language) -> dict[str, str]:
        """The options in the learner's language, by key."""
        return _labels(self.options, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """On or off."""

    name: str = ""
    label: str
    default: bool
    help: str = ""
    shared: str = ""


Field = Quantity | Choice | Several | Switch


def quantity(
    label: str,
    unit: Unit,
    default: float,
    *,
    within: tuple[float, float],
    step: float,
    help: str = "",
    logarithmic: bool = False,
    shared: str = "",
) -> Any:
    """A number `within` two ends; whole if `default` and `step` are integers. See `Quantity`."""
    minimum, maximum = within
    return _field(
        Quantity(
            label=label,
            default=default,
            minimum=minimum,
            maximum=maximum,
            step=step,
            unit=unit,
            help=help,
            logarithmic=logarithmic,
            shared=shared,
        )
    )


def choice(label: str, *, default: str, options: Options, help: str = "", shared: str = "") -> Any:
    """One of `options`: a mapping from key to label, or a function that gives it."""
    return _field(Choice(label=label, default=default, options=options, help=help, shared=shared))


def several(
    label: str, *, default: tuple[str, ...], options: Options, help: str = "", shared: str = ""
) -> Any:
    """Any number of `options`, at least one; the value is a tuple in the options' order."""
    return _field(
        Several(label=label, default=tuple(default), options=options, help=help, shared=shared)
    )


def switch(label: str, *, default: bool = False, help: str = "", shared: str = "") -> Any:
    """On or off."""
    return _field(Switch(label=label, default=default, help=help, shared=shared))


def fields(inputs: type) -> tuple[Field, ...]:
    """The controls an inputs class describes, in order, each with its name.

    >>> @dataclass(frozen=True)
    ... class Inputs:
    ...     months: int = quantity("Months", "months", 12, within=(1, 60), step=1)
    >>> fields(Inputs)[0].name, Inputs().months
    ('months', 12)
    """
    found = []
    for field in dataclasses.fields(inputs):
        if _KEY not in field.metadata:
            raise TypeError(
                f"{inputs.__module__}.{inputs.__qualname__}.{field.name} is not a control:"
                " use quantity(), choice(), several() or switch()"
            )
        found.append(dataclasses.replace(field.metadata[_KEY], name=field.name))
    return tuple(found)


def nearest(value: float, digits: int = 3) -> float:
    """The value with that many significant digits.

    >>> nearest(12_345.6), nearest(0.0123456)
    (12300.0, 0.0123)
    """
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def _field(control: Field) -> Any:
    return dataclasses.field(default=control.default, metadata={_KEY: control})


def _labels(options: Options, language: Language) -> dict[str, str]:
    labels = options() if callable(options) else options
    return {
        key: language.text(label) if isinstance(label, str) else tell(label, language)
        for key, label in labels.items()
    }
