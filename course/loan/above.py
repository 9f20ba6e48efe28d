"""What the lines above the table of a plan say of the loan: amount, money paid out, rate, day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from course.content.dates_typed import Order, Readings, dates_in
from course.loan.amounts import NoAmount, Point, amount_minor
from course.loan.sheets import Cell

# What may stand between a name and its value: a unit in brackets, a colon, the edge of a cell.
_BETWEEN = r"\s*(?:[(（][^()（）]{0,8}[)）])?\s*[:：=]?\s*"
# Any currency: a few letters, a sign. Blanks between thousands, or where a comma tore a cell.
_MONEY = (
    r"((?:[A-Za-z]{0,4}[^\w\s:：.,;=()（）]{0,2})?"
    r"\s?\d[\d.,]*(?:\s\d{3}(?!\d)[\d.,]*)*(?:\s?万)?)"
)
_PERCENT = r"(\d{1,3}(?:[.,]\d+)?)\s*[%％]"
_DATE = r"(\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?|\d{8}|\d{5})(?!\d)"


def _after(value: str, *names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(names)}){_BETWEEN}{value}", re.IGNORECASE)


_AMOUNT = _after(
    _MONEY,
    r"(?:贷款|借款|放款|合同)(?:金额|本金|总额)",
    r"(?:loan|financed) amount",
    r"amount (?:financed|borrowed|of the loan)",
)
_RECEIVED = _after(
    _MONEY,
    r"(?:实际)?到账(?:金额)?|到手(?:金额)?|实际放款(?:金额)?|实放(?:金额)?",
    r"(?:net )?amount (?:received|disbursed|paid out)|paid out to you",
    r"amount (?:deposited|credited|transferred|paid) (?:in)?to (?:your|the|my) (?:bank )?account",
    r"money in hand|funded amount|amount funded",
    r"net (?:disburse?ments?|disbursal|proceeds|amount)(?: amount)?",
    r"实到|实收|valor l[ií]quido|valor liberado(?: ao cliente)?|importe l[ií]quido|net vers[ée]",
    r"(?:netto)?auszahlungs(?:betrag|summe)",
)
_RATE = _after(
    _PERCENT,
    r"年利率|年化利率|年化",
    r"(?:annual|yearly|nominal)(?: interest)? rate|\bAPR\b|interest rate",
)
_START = _after(
    _DATE,
    r"放款(?:日期?|时间)?|起息日期?|借款日期?|发放(?:日期?|时间)?|到账(?:日期?|时间)",
    r"(?:disbursement|disbursal|start|value|loan|drawdown|payout|contract|advance|funding) date",
    r"date of (?:the )?(?:loan|disbursement|payout|contract|advance)",
    r"paid out on|start of (?:the )?contract",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated above the table; amounts in minor units, the rate a fraction a year."""

    amount_minor: int | None = None
    received_minor: int | None = None
    annual_rate: float | None = None
    date: datetime.date | None = None


def stated_above(rows: Iterable[Iterable[Cell]], point: Point, order: Order | None) -> Stated:
    """What the rows above the table say, each thing by its name.

    >>> stated_above([["借款金额:10,000.00元"], ["年利率", "7.2%"]], ".", None).amount_minor
    1000000
    """
    cells = [str(cell) for row in rows for cell in row if cell not in (None, "")]
    text = " ".join(" ".join(cells).split())
    rate, day = _RATE.search(text), _START.search(text)
    dates = dates_in(day[1]) if day else {}
    return Stated(
        _amount(_AMOUNT.search(text), point),
        _amount(_RECEIVED.search(text), point),
        float(f"{rate[1].replace(',', '.')}e-2") if rate else None,
        dates.get(None) or dates.get(order) or _only(dates),
    )


def _only(dates: Readings) -> datetime.date | None:
    """The day of a date that can be read in one way alone."""
    days = set(dates.values())
    return days.pop() if len(days) == 1 else None


def _amount(found: re.Match[str] | None, point: Point) -> int | None:
    try:
        return amount_minor(found[1].rstrip(",."), point) if found else None
    except NoAmount:
        return None
