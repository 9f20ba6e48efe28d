"""Files of rate cases: agreements and rules in JSON, each answered or refused by itself."""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from course.content.input_files import read_bytes, size
from course.finance.checks import refusal
from course.finance.flows import KINDS, Agreement, Flow, Interval
from course.finance.rates import RateResult, Rule, annual_rate

__all__ = ["read_cases", "run_case", "run_cases"]

FLOW_FIELDS = (
    "kind", "amount", "date", "years", "count", "every", "every_years", "item", "payee", "principal"
)  # fmt: skip
INTERVAL_FIELDS = ("days", "weeks", "months", "semimonths")
COUNTED_RULES = (Rule.US_REG_Z, Rule.EU_CCD, Rule.UK)
LONGEST_NUMBER = 40
MOST_BYTES = 20 * 1024**2


def run_cases(path: Path) -> Iterator[dict[str, Any]]:
    """The answer to each case of a file (`-`: standard input), in order.

    A case is an object with `id`, `rule` and `flows`, and if need be `periods_per_year` and
    `interest_annual_rate`; what else it holds are its author's notes. Raises ValueError, before
    the first answer, where the file is no JSON, or neither a list of cases nor an object with one.
    """
    for position, case in enumerate(read_cases(path), 1):
        yield run_case(case, position)


def run_case(case: object, position: int) -> dict[str, Any]:
    """The answer to one case: its id, or its position if it has none, and its rate or an error.

    The rate under us-reg-z, eu-ccd and uk, where flows stand at dates, comes with the unit-period
    and the time (whole units and a fraction) of every flow but the first advance.

    >>> flows = [
    ...     {"kind": "advance", "amount": 100, "years": 0},
    ...     {"kind": "payment", "amount": 150, "years": 1},
    ... ]
    >>> answer = run_case({"id": "one", "rule": "xirr", "flows": flows}, 1)
    >>> list(answer), round(answer["rate_pct"], 9)
    (['id', 'rate_pct', 'roots_pct'], 50.0)
    >>> run_case({"rule": "xirr", "flows": []}, 2)
    {'id': 2, 'error': 'flows: [] is not allowed; allowed: a list of at least one flow'}
    """
    answer: dict[str, Any] = {"id": _id(case, position)}
    try:
        rule, agreement = _agreement(case)
        result = annual_rate(agreement, rule)
        answer |= _answer(result, agreement)
    except (ValueError, ArithmeticError) as error:
        answer["error"] = str(error)
    return answer


def _answer(result: RateResult, agreement: Agreement) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "rate_pct": result.rate.annual_rate * 100,
        "roots_pct": [root * 100 for root in result.roots],
    }
    if result.counting and result.rule in COUNTED_RULES and agreement.dated:
        unit, multiple, per_year = result.counting.unit_period
        answer["unit_period"] = {
            "unit": unit,
            "multiple": multiple,
            "per_year": round(per_year, 9),
        }
        answer["times"] = [[whole, str(fraction)] for whole, fraction in result.counting.times]
    return answer


def _id(case: object, position: int) -> str | int:
    given = case.get("id") if isinstance(case, dict) else None
    if isinstance(given, str):
        # A lone surrogate can stand in JSON but cannot be printed.
        return given.encode("utf-8", "replace").decode() or position
    return given if type(given) is int else position


# --- Reading -------------------------------------------------------------------------------------


def read_cases(path: Path) -> list[Any]:
    """The cases of a file as they stand, decimal numbers exact.

    Raises ValueError where the file is no JSON, or neither a list nor an object with `cases`, and
    InputError where it is no ordinary file or too large.
    """
    if str(path) == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ValueError(f"more than {size(MOST_BYTES)}; allowed: at most that")
    else:
        data = read_bytes(path, MOST_BYTES)
    try:
        document = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_whole,
            object_pairs_hook=_each_once,
        )
    except RecursionError:
        raise ValueError("no JSON that can be read: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    if isinstance(document, dict):
        document = document.get("cases")
        if not isinstance(document, list):
            raise refusal("cases", document, "a list of cases")
    elif not isinstance(document, list):
        raise refusal("the file", document, 'a list of cases, or an object with "cases"')
    return document


def _whole(digits: str) -> int | Decimal:
    # Python refuses to read very long whole numbers; as a Decimal it is the field that refuses.
    return int(digits) if len(digits) < 400 else Decimal(digits)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{twice[:LONGEST_NUMBER]!r} is there twice in one object")
    return fields


def _agreement(case: object) -> tuple[str, Agreement]:
    if not isinstance(case, dict):
        raise refusal("case", case, "an object with id, rule and flows")
    rule = case.get("rule")
    if not isinstance(rule, str) or rule not in list(Rule):
        raise refusal("rule", rule, ", ".join(Rule))
    flows = case.get("flows")
    if not isinstance(flows, list) or not flows:
        raise refusal("flows", flows, "a list of at least one flow")
    return rule, Agreement(
        tuple(_flow(flow, f"flows[{index}]") for index, flow in enumerate(flows)),
        periods_per_year=case.get("periods_per_year"),
        interest_annual_rate=case.get("interest_annual_rate"),
    )


def _flow(given: object, place: str) -> Flow:
    fields = _object(given, FLOW_FIELDS, place)
    for field, allowed in (("kind", ", ".join(KINDS)), ("amount", "a finite number, 0 or more")):
        if field not in fields:
            raise refusal(f"{place}.{field}", None, allowed)
    try:
        if "date" in fields:
            fields["date"] = _date(fields["date"])
        for field in ("years", "every_years"):
            if field in fields:
                fields[field] = _years(field, fields[field])
        if "every" in fields:
            fields["every"] = _interval(fields["every"])
        return Flow(**fields)
    except ValueError as error:
        raise ValueError(f"{place}.{error}") from error


def _interval(given: object) -> Interval:
    fields = _object(given, INTERVAL_FIELDS, "every")
    days = fields.get("semimonths")
    if isinstance(days, list):
        fields["semimonths"] = tuple(days)
    return Interval(**fields)


def _object(given: object, allowed: tuple[str, ...], place: str) -> dict[str, Any]:
    """The fields of an object that are not null; a field it must not have is refused by name."""
    if not isinstance(given, dict):
        raise refusal(place, given, f"an object with some of {', '.join(allowed)}")
    for field, value in given.items():
        if field not in allowed:
            raise refusal(f"{place}.{field}", value, f"only the fields {', '.join(allowed)}")
    return {field: value for field, value in given.items() if value is not None}


def _date(given: object) -> datetime.date:
    try:
        if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            return datetime.date.fromisoformat(given)
    except ValueError:
        pass
    raise refusal("date", given, "a date of the calendar as YYYY-MM-DD")


def _years(field: str, given: object) -> Fraction:
    text = f"{given:f}" if _short(given) else given
    if isinstance(text, int) and not isinstance(text, bool):
        return Fraction(text)
    if (
        isinstance(text, str)
        and len(text) <= LONGEST_NUMBER
        and re.fullmatch(r"-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?", text)
    ):
        return Fraction(text)
    raise refusal(field, given, 'years as a number or a fraction such as "1/12"')


def _short(given: object) -> bool:
    return (
        isinstance(given, Decimal) and given.is_finite() and abs(given.adjusted()) < LONGEST_NUMBER
    )
