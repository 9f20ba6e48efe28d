"""One page to keep: the answer as HTML that needs nothing else, to be printed on one A4 sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from course.content.facts import fact
from course.content.language import Language, marked
from course.loan import answer
from course.loan.answer import FEW, Grid
from course.loan.check import Checked

MOST_SAID = 5
"""Findings, questions or unread rows on the page; how many more there are is said."""

_STYLE = """
@page { size: A4; margin: 9mm 11mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 16px; max-width: 900px; color: #1f2933; background: #fff;
  font: 14px/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, Arial, 'PingFang SC',
  'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
h1 { font-size: 21px; margin: 0 0 8px; }
h2 { font-size: 14.5px; margin: 14px 0 4px; }
p, ul { margin: 4px 0; }
ul { padding-left: 18px; }
.money { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; margin: 8px 0; }
.money div { border: 1px solid #9aa5b1; border-radius: 4px; padding: 6px 10px; }
.money b { display: block; font-size: 19px; }
.two { display: grid; grid-template-columns: minmax(210px, 2fr) 5fr; gap: 0 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; margin: 10px 0 4px; }
caption { text-align: left; font-weight: 600; font-size: 14.5px; padding-bottom: 3px; }
th, td { border-bottom: 1px solid #d0d7de; padding: 2px 6px 2px 0; text-align: left;
  vertical-align: top; font-weight: 400; }
.short { white-space: nowrap; }
.lines td:nth-child(5) { min-width: 190px; }
thead th { border-bottom: 1px solid #52606d; color: #52606d; }
footer { margin-top: 10px; color: #52606d; font-size: 12px; }
@media (max-width: 640px) { .two, .money { grid-template-columns: 1fr; } }
@media print {
  body { padding: 0; max-width: none; font-size: 8pt; line-height: 1.17; }
  h1 { font-size: 13pt; margin-bottom: 3pt; } h2 { font-size: 9pt; margin: 5pt 0 1pt; }
  .money { margin: 3pt 0; } .money b { font-size: 12pt; } .money div { padding: 2pt 6pt; }
  table { font-size: 7pt; margin: 3pt 0 1pt; } caption { font-size: 9pt; padding-bottom: 1pt; }
  th, td { padding: 0.4pt 4pt 0.4pt 0; } p, ul { margin: 1pt 0; }
  footer { margin-top: 3pt; font-size: 6.4pt; }
  tr, .money { break-inside: avoid; }
}
"""


def report_html(checked: Checked, language: Language, picture: str = "") -> str:
    """The page in a language. `picture`: an SVG element to put in, which nobody else wrote.

    >>> from course.content.language import language
    >>> from course.content.offers import load_offers
    >>> from course.loan.check import check
    >>> page = report_html(check(load_offers()["us-payday"]), language("en"))
    >>> "<b>$45</b>" in page and "http" not in page
    True
    """
    return "\n".join(_page(checked, language, picture))


def _page(checked: Checked, language: Language, picture: str) -> Iterator[str]:
    text = language.text
    title = text("What this loan comes to")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language.code}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
    name = f": {checked.offer.name(language.code)}" if checked.offer else ""
    yield f"<h1>{escape(title + name)}</h1>"
    yield '<div class="money">'
    for label, minor in (
        (text("Money in hand"), checked.received_minor),
        (text("Money to pay"), checked.to_pay_minor),
        (text("Cost"), checked.cost_minor),
    ):
        shown = "–" if minor is None else language.money_minor(minor, checked.currency)
        yield f"<div>{escape(label)}<b>{escape(shown)}</b></div>"
    yield f"</div><p>{escape(answer.sentence(checked, language))}</p>"
    yield picture
    yield from _list(text("What does not fit together"), answer.findings(checked, language), text)
    yield from _list(text("To be answered by you"), answer.questions(checked, language), text)
    yield '<div class="two">'
    yield _table(answer.rates(checked, language))
    costs = answer.all_in_cost(checked, language)
    yield (_table(costs) if costs else "") + "</div>"
    leaving, lines = answer.leaving(checked, language, FEW), answer.lines(checked, language)
    if leaving is not None:
        yield _table(leaving)
    if lines is not None:
        yield _table(lines, "lines")
    said = answer.assumptions(checked, language)
    yield from _list(text("Counted because nothing else is known"), said, text)
    unread = answer.unread(checked, language)
    if unread is not None:
        yield _table(unread._replace(rows=unread.rows[:MOST_SAID]))
        yield from _more(len(unread.rows), text)
    note = text(
        "This page gives numbers and the lines that may apply. Whether a line applies to this loan"
        " is decided by those named beside it. The page was made on your own machine; nothing was"
        " sent anywhere."
    )
    yield f"<footer><p>{escape(note)}</p>{_sources(checked, language)}</footer>"
    yield "</main></body></html>"


def _list(title: str, items: Sequence[str], text) -> Iterator[str]:
    if items:
        shown = "".join(f"<li>{escape(item)}</li>" for item in items[:MOST_SAID])
        yield f"<h2>{escape(title)}</h2><ul>{shown}</ul>"
        yield from _more(len(items), text)


def _more(count: int, text) -> Iterator[str]:
    if count > MOST_SAID:
        more = text("And {count} more.", count=count - MOST_SAID)
        yield f"<p>{escape(more)}</p>"


def _sources(checked: Checked, language: Language) -> str:
    """Where each line stands."""
    rows = [fact(line.fact) for line in checked.lines]
    stated = marked("{id}: {title}, {date}")
    told = language.text("; ").join(
        language.text(stated, id=row.id, title=row.source_title[language.code], date=row.date)
        for row in rows
    )
    words = language.text("Sources: {sources}", sources=told)
    return f"<p>{escape(words)}</p>" if told else ""


def _cell(text: str) -> str:
    kind = ' class="short"' if len(text) < 12 and " " not in text else ""
    return f"<td{kind}>{escape(text)}</td>"


def _table(grid: Grid, kind: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(_cell(cell) for cell in row[1:])
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div class="scroll {kind}"><table><caption>{escape(grid.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
