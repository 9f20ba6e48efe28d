"""What is said of how a plan was read: what was concluded, left out, asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from course.content.language import marked
from course.content.values import Share
from course.loan.amounts import minor_of, rounded
from course.loan.frame import Frame
from course.loan.instalments import texts
from course.loan.names import MONEY
from course.loan.plan import ColumnRead, Unread
from course.loan.roles import CLOSE, Reading, Role
from course.loan.sums import Kind, label_of
from course.loan.words import Names, Remark

T = TypeVar("T")


def say_what_is_no_row(frame: Frame) -> None:
    """List the lines that are no instalments, and why."""
    reasons = {
        Kind.SUBTOTAL: Remark("subtotal", "A subtotal, no instalment."),
        Kind.TEXT: Remark("no-amounts", "Text, and no amounts."),
        Kind.REMARK: Remark("no-instalment", "A remark with an amount, no instalment."),
    }
    for i, kind in enumerate(frame.kinds):
        if kind in reasons:
            frame.unread.append(Unread(frame.lines[i], reasons[kind], texts(frame.texts[i])))
        elif kind is Kind.TOTAL and not label_of(frame.texts[i]):
            frame.notes.append(
                Remark(
                    "totals-concluded",
                    "Row {row} has no number and no date and is the sum of the others: it was"
                    " taken as the row of totals.",
                    row=str(frame.lines[i]),
                )
            )


def say_reading(frame: Frame, reading: Reading, lines: Sequence[int]) -> None:
    """Say what was rounded, added or left out, and ask what no sum explains."""
    names = {column.place: column.name for column in frame.columns}
    count = sum(
        amount is not None and rounded(amount)
        for column in frame.columns
        if column.amounts is not None
        and reading.roles.get(column.place, Role("text")).role in MONEY
        for amount in column.amounts
    )
    if count:
        frame.notes.append(
            Remark(
                "rounded",
                "Amounts with more than two decimals were rounded; there are {count}.",
                count=count,
            )
        )
    apart = [place for place in reading.apart if frame.holds(place, lines)]
    payment = reading.place("payment")
    if apart and payment is not None:
        frame.notes.append(
            Remark(
                "fees-apart",
                "“{column}” leaves out {others}; they were added to each payment.",
                column=names[payment],
                others=Names(tuple(names[place] for place in apart)),
            )
        )
    if reading.unnamed_fee and payment is not None:
        frame.notes.append(
            Remark(
                "fee-unnamed",
                "Each payment in “{column}” holds {amount} beyond principal and interest, which"
                " no column names; it is counted as a fee.",
                column=names[payment],
                amount=frame.money.minor(minor_of(reading.unnamed_fee)),
            )
        )
    left = tuple(
        names[place]
        for place, role in reading.roles.items()
        if role.role == "unexplained" and frame.holds(place, lines)
    )
    frame.questions += unexplained(left)


def say_stated(frame: Frame) -> None:
    """Say what the lines above the table were taken for."""
    stated = frame.stated
    for code, message, minor in (
        (
            "stated-amount",
            marked("Above the table stands the amount of the loan: {value}."),
            stated.amount_minor,
        ),
        (
            "stated-received",
            marked("Above the table stands the money paid out: {value}."),
            stated.received_minor,
        ),
    ):
        if minor is not None:
            frame.notes.append(Remark(code, message, value=frame.money.minor(minor)))
    if stated.annual_rate is not None:
        message = marked("Above the table stands a yearly rate: {value}.")
        frame.notes.append(Remark("stated-rate", message, value=Share(stated.annual_rate)))


def ask_if_unclear(frame: Frame, found: Sequence[Reading]) -> None:
    """Ask which of two ways is right that explain as much and come to other figures."""
    best = found[0]
    for other in found[1:]:
        if best.score - other.score > CLOSE:
            break
        apart = [
            abs(a - b) > 0.005 * max(abs(a), abs(b), 1.0)
            for a, b in zip(best.outcome, other.outcome, strict=True)
        ]
        places = [
            place
            for place, role in best.roles.items()
            if other.roles[place].role != role.role and place not in frame.told
        ]
        if not any(apart) or not places:
            continue
        names = {column.place: column.name for column in frame.columns}
        frame.unclear = True
        frame.questions.append(
            Remark(
                "roles",
                "What do these columns hold: {columns}? The rows fit more than one way of reading"
                " them; say what they hold.",
                columns=Names(tuple(names[place] for place in places)),
            )
        )
        return


def columns_read(frame: Frame, reading: Reading) -> tuple[ColumnRead, ...]:
    """How each column was read, in the order of the file."""
    names = {column.place: column.name for column in frame.columns}
    read = []
    for column in frame.columns:
        role = reading.roles.get(column.place)
        if column is frame.counter:
            role = Role("number")
        elif column is frame.dated:
            role = Role("date")
        elif frame.told.get(column.place) in ("loan", "none"):
            role = Role(frame.told[column.place])
        elif column.kind == "date":
            role = Role("paid" if column.hint == "paid" else "text")
        elif role is None:
            if column.kind == "empty" and not column.name.strip("#0123456789"):
                continue
            role = Role(column.hint if column.hint in ("rate", "days") else "text")
        read.append(
            ColumnRead(
                column.name,
                role.role,
                role.fits,
                role.of,
                "" if role.beside is None else names[role.beside],
                frame.told.get(column.place) == role.role and role.role != "loan",
            )
        )
    return tuple(read)


def unexplained(names: tuple[str, ...]) -> list[Remark]:
    """The question what columns hold that no sum explains."""
    if not names:
        return []
    message = marked(
        "What is in {columns}? It holds amounts that no sum of the plan explains; they are not"
        " counted."
    )
    return [Remark("columns", message, columns=Names(names))]


def once(said: Sequence[T]) -> tuple[T, ...]:
    """Each thing that is said once, in order."""
    return tuple({repr(each): each for each in said}.values())
