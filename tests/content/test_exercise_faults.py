"""A wrong exercise names its file, the line, the field, the value and what is allowed."""

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.errors import DataError
from course.exercises.exercise import load_exercises, read_exercise

NUMBER = """\
title: {en: Interest of a year, zh: 一年的利息}
prompt:
  en: You borrow {amount} at {rate} a year and repay it after {months}. What is the interest?
  zh: 你借 {amount},年利率 {rate},{months} 后还清。利息是多少?
jurisdiction: CN
currency: CNY
parameters:
  amount: {unit: money, from: 1000, to: 9000, step: 500}
  rate: {unit: percent, choices: [6, 7.2, 12]}
  months: {unit: months, choices: [6, 12, 18]}
  day: {unit: date, from: "2026-01-01", to: "2026-03-01", step: 1}
conditions:
  - amount * rate > 50
  - day > 0
values:
  years: {unit: years, formula: months / 12}
  owed: {unit: money, formula: "amount + interest_simple(amount, rate, years)"}
task:
  kind: number
  unit: money
  answer: interest_simple(amount, rate, years)
  misconceptions:
    - id: whole_debt
      formula: owed
      feedback: {en: That is the whole debt., zh: 这是全部欠款。}
    - id: one_year
      formula: interest_simple(amount, rate, 1)
      credit: 0.5
      feedback: {en: That is a year's interest., zh: 这是一年的利息。}
  meaning:
    text: {en: "{given} would be {share} a year.", zh: "{given} 相当于每年 {share}。"}
    values:
      share: {unit: percent, formula: given / amount}
hints:
  - {en: "How many years are {months}?", zh: "{months} 是几年?"}
explanation:
  en: For {years} (年数) it is {answer}.
  zh: "{years} 的利息是 {answer}。"
facts: [CALC-DAILY, DR-01]
benchmarks:
  - {percent: 60, who: {en: Of all adults, zh: 成年人中}, fact: EV-01}
as_of: 2026-08-01
"""

CHOICE = """\
title: {en: Which is dearer, zh: 哪个更贵}
prompt: {en: "Which costs more?", zh: 哪个更贵?}
task:
  kind: one_choice
  options:
    - {id: first, text: {en: 12 % a year, zh: 一年 12 %}, right: true}
    - {id: second, text: {en: The second, zh: 第二个}}
    - {id: third, text: {en: "345", zh: "345"}}
explanation: {en: The first., zh: 第一个。}
"""

ORDER = """\
title: {en: From cheap to dear, zh: 从便宜到贵}
prompt: {en: Put them in order., zh: 请排序。}
task:
  kind: order
  items:
    - {id: low, text: {en: Low, zh: 低}, value: "1"}
    - {id: mid, text: {en: Middle, zh: 中}, value: "2", wrong: {by_name: "9"}}
    - {id: high, text: {en: High, zh: 高}, value: "3"}
  misconceptions:
    - {id: by_name, feedback: {en: Not by name., zh: 不按名字。}}
explanation: {en: So it is., zh: 就是这样。}
"""

MATCH = """\
title: {en: Words, zh: 词语}
prompt: {en: What belongs together?, zh: 请配对。}
task:
  kind: match
  pairs:
    - {id: apr, left: {en: APR, zh: 年利率}, right: {en: A yearly rate, zh: 一年的利率}}
    - {id: fee, left: {en: Fee, zh: 费用}, right: {en: A price, zh: 价格}}
    - {id: term, left: {en: Term, zh: 期限}, right: {en: A time, zh: 时间}}
  misconceptions:
    - {id: swapped, left: apr, right: fee, feedback: {en: No fee., zh: 不是费用。}}
    - {id: other, left: fee, right: apr, feedback: {en: No rate., zh: 不是利率。}}
explanation: {en: So it is., zh: 就是这样。}
"""

MARK = """\
title: {en: An advert, zh: 一则广告}
prompt: {en: Mark what hides the price., zh: 标出隐藏价格的话。}
task:
  kind: mark_passage
  text:
    en: "[[daily|Only 0.05 % a day]], [[fast|money in minutes]], [[kind|friendly]]."
    zh: "[[daily|日息仅 0.05 %]],[[fast|几分钟到账]],[[kind|很友好]]。"
  passages:
    - {id: daily, right: true, feedback: {en: Per day., zh: 按日。}}
    - {id: fast, feedback: {en: That is speed., zh: 这是速度。}}
    - {id: kind, feedback: {en: That is tone., zh: 这是语气。}}
explanation: {en: A rate a day looks small., zh: 日利率看起来小。}
"""

PATH = """\
title: {en: Two steps, zh: 两步}
prompt: {en: "From {amount}.", zh: "从 {amount} 开始。"}
parameters:
  amount: {unit: money, from: 100, to: 900, step: 100}
task:
  kind: path
  steps:
    - id: half
      prompt: {en: Half of it?, zh: 一半是多少?}
      unit: money
      answer: amount / 2
    - id: quarter
      prompt: {en: And half of that?, zh: 再一半呢?}
      unit: money
      answer: half / 2
      misconceptions:
        - {id: again, formula: half, feedback: {en: Halve again., zh: 再减半。}}
explanation: {en: "Once {half}.", zh: "一次 {half}。"}
"""

LAB = """\
title: {en: Set the lab, zh: 设置实验}
prompt: {en: "Keep it below {most}.", zh: "保持在 {most} 以下。"}
parameters:
  most: {unit: money, choices: [1000, 2000]}
task:
  kind: set_lab
  lab: growth
  goal: compound_end < most and added == "daily"
  solution: {years: "1"}
  misconceptions:
    - {id: simple, formula: simple_end < most, feedback: {en: Simple., zh: 单利。}}
explanation: {en: A year is enough., zh: 一年就够。}
"""

WORDS = """\
title: {en: Why, zh: 为什么}
prompt: {en: Why is it dear?, zh: 为什么贵？}
task:
  kind: free_text
  points:
    - id: time
      says: {en: It takes long., zh: 时间很长。}
      any_of: {en: [time, pay* back*], zh: [时间, 利*息]}
  misconceptions:
    - id: free
      any_of: {en: [free], zh: [免费]}
      feedback: {en: Nothing is free., zh: 没有免费的。}
explanation: {en: It takes long., zh: 时间很长。}
"""

GOOD = {
    "words": WORDS,
    "number": NUMBER,
    "choice": CHOICE,
    "order": ORDER,
    "match": MATCH,
    "mark": MARK,
    "path": PATH,
    "lab": LAB,
}


@pytest.fixture
def faults_of(tmp_path):
    def faults(text):
        file = tmp_path / "02-a-lesson" / "wrong.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DataError) as raised:
            read_exercise(file)
        for fault in raised.value.faults:
            assert fault.file == file.as_posix()
            assert str(fault) in str(raised.value)
        return raised.value.faults

    return faults


@pytest.mark.parametrize("name", GOOD)
def test_what_the_slips_are_made_from_is_right(tmp_path, name):
    file = tmp_path / "02-a-lesson" / f"{name}.yaml"
    file.parent.mkdir()
    file.write_text(GOOD[name], encoding="utf-8")
    exercise = read_exercise(file)
    assert exercise.id == f"02-a-lesson/{name}"
    assert exercise.lesson == "02-a-lesson"


# Which file, what is written instead of what, the field named, the value shown, what is allowed.
SLIPS = {
    # Formulas
    "misspelt name": (
        "number",
        "formula: months / 12",
        "formula: mnoths / 12",
        "values.years.formula",
        "'mnoths / 12'",
        "did you mean months? (one of amount, day, months, rate)",
    ),
    "misspelt function": (
        "number",
        "interest_simple(amount, rate, 1)",
        "intrest_simple(amount, rate, 1)",
        "task.misconceptions[1].formula",
        "'intrest_simple",
        "did you mean interest_simple?",
    ),
    "too few arguments": (
        "number",
        "interest_simple(amount, rate, 1)",
        "interest_simple(amount, rate)",
        "task.misconceptions[1].formula",
        "'interest_simple(amount, rate)'",
        "interest_simple(amount, annual_rate, years)",
    ),
    "function without brackets": (
        "number",
        "formula: months / 12",
        "formula: months / abs",
        "values.years.formula",
        "'months / abs'",
        "abs(...)",
    ),
    "value before its time": (
        "number",
        "formula: months / 12",
        "formula: owed / 12",
        "values.years.formula",
        "'owed / 12'",
        "known names only; `owed`",
    ),
    "percent sign": (
        "number",
        "amount * rate > 50",
        "amount * 7.2% > 50",
        "conditions[0]",
        "'amount * 7.2% > 50'",
        "0.072 for 7.2 %",
    ),
    "power sign": (
        "number",
        "amount * rate > 50",
        "(1 + rate) ^ 2 > 1",
        "conditions[0]",
        "'(1 + rate) ^ 2 > 1'",
        "`**`",
    ),
    "times sign": (
        "number",
        "amount * rate > 50",
        "amount × rate > 50",
        "conditions[0]",
        "'amount × rate > 50'",
        "plain signs",
    ),
    "full-width brackets": (
        "number",
        "interest_simple(amount, rate, 1)",
        "interest_simple（amount, rate, 1）",
        "task.misconceptions[1].formula",
        "'interest_simple（",
        "plain signs",
    ),
    "one equals sign": (
        "number",
        "day > 0",
        "months = 12",
        "conditions[1]",
        "'months = 12'",
        "equal is written ==",
    ),
    "programmer's and": (
        "number",
        "day > 0",
        "day > 0 && rate > 0",
        "conditions[1]",
        "'day > 0 && rate > 0'",
        "`and`",
    ),
    "thousands comma": (
        "number",
        "interest_simple(amount, rate, 1)",
        "interest_simple(10,000, rate)",
        "task.misconceptions[1].formula",
        "'interest_simple(10,000, rate)'",
        "without commas, 1000",
    ),
    "words": (
        "number",
        "day > 0",
        "the day is late",
        "conditions[1]",
        "'the day is late'",
        "for example interest_simple",
    ),
    "quotes": (
        "number",
        "day > 0",
        "day > '0'",
        "conditions[1]",
        "\"day > '0'\"",
        "none between quotes",
    ),
    "an attribute": (
        "number",
        "day > 0",
        "day.__class__ > 0",
        "conditions[1]",
        "'day.__class__ > 0'",
        "a formula",
    ),
    "a number for a formula": (
        "number",
        "answer: interest_simple(amount, rate, years)",
        "answer: 120",
        "task.answer",
        "'120'",
        "text, for example",
    ),
    "a later step": (
        "path",
        "amount / 2",
        "quarter * 2",
        "task.steps[0].answer",
        "'quarter",
        "known",
    ),
    "a function of a lab's goal": (
        "lab",
        'compound_end < most and added == "daily"',
        "smallest(compound_end, 1) < most",
        "task.goal",
        "'smallest(",
        "known functions only",
    ),
    # Names
    "a parameter like a function": (
        "path",
        "  amount: {unit: money, from: 100",
        "  saved: {unit: days, choices: [1]}\n  amount: {unit: money, from: 100",
        "parameters.saved",
        "a group of fields",
        "no function has",
    ),
    "a word of formulas": (
        "lab",
        "most: {unit: money, choices: [1000, 2000]}",
        "most: {unit: money, choices: [1000, 2000]}\n  if: {unit: days, choices: [1]}",
        "parameters.if",
        "a group of fields",
        "another name: `if`",
    ),
    "answer as a name": (
        "number",
        "  years: {unit: years, formula: months / 12}",
        "  years: {unit: years, formula: months / 12}\n  answer: {unit: years, formula: years}",
        "values.answer",
        "a group of fields",
        "`answer` is the right answer",
    ),
    "a value like a parameter": (
        "number",
        "  years: {unit: years, formula: months / 12}",
        "  years: {unit: years, formula: months / 12}\n  rate: {unit: years, formula: years}",
        "values.rate",
        "a group of fields",
        "`rate` stands in parameters already",
    ),
    "a step like a parameter": (
        "path",
        "id: quarter",
        "id: amount",
        "task.steps[1].id",
        "'amount'",
        "`amount` stands in parameters already",
    ),
    "capitals": (
        "number",
        "id: one_year",
        "id: OneYear",
        "task.misconceptions[1].id",
        "'OneYear'",
        "^[",
    ),
    "id twice": (
        "number",
        "id: one_year",
        "id: whole_debt",
        "task.misconceptions[1].id",
        "'whole_debt'",
        "an id that no other has",
    ),
    "option twice": (
        "choice",
        "id: third",
        "id: first",
        "task.options[2].id",
        "'first'",
        "no other",
    ),
    # Parameters
    "neither choices nor range": (
        "number",
        "months: {unit: months, choices: [6, 12, 18]}",
        "months: {unit: months}",
        "parameters.months.from",
        "missing",
        "choices, or from, to and step",
    ),
    "choices and range": (
        "number",
        "months: {unit: months, choices: [6, 12, 18]}",
        "months: {unit: months, choices: [6, 12, 18], step: 1}",
        "parameters.months.step",
        "'1'",
        "either choices or",
    ),
    "half a range": (
        "number",
        "from: 1000, to: 9000, step: 500",
        "from: 1000, to: 9000",
        "parameters.amount.step",
        "missing",
        "choices, or from, to and step",
    ),
    "range backwards": (
        "number",
        "from: 1000, to: 9000",
        "from: 9000, to: 1000",
        "parameters.amount.to",
        "'1000'",
        "more than from",
    ),
    "a step that misses the end": (
        "number",
        "to: 9000, step: 500",
        "to: 9000, step: 300",
        "parameters.amount.step",
        "'300'",
        "exactly to",
    ),
    "endless steps": (
        "number",
        "to: 9000, step: 500",
        "to: 9000, step: 0.01",
        "parameters.amount.step",
        "'0.01'",
        "at most 100000 steps",
    ),
    "no step": (
        "number",
        "to: 9000, step: 500",
        "to: 9000, step: 0",
        "parameters.amount.step",
        "'0'",
        "above 0",
    ),
    "choice twice": (
        "number",
        "choices: [6, 7.2, 12]",
        "choices: [6, 7.2, 6.0]",
        "parameters.rate.choices[2]",
        "'6.0'",
        "each value once",
    ),
    "a percentage as text": (
        "number",
        "choices: [6, 7.2, 12]",
        "choices: [6, 7.2%, 12]",
        "parameters.rate.choices[1]",
        "'7.2%'",
        "without sign",
    ),
    "cents' parts": (
        "number",
        "from: 1000, to: 9000",
        "from: 1000.005, to: 9000",
        "parameters.amount.from",
        "'1000.005'",
        "two decimals",
    ),
    "impossible day": (
        "number",
        'to: "2026-03-01"',
        'to: "2026-02-30"',
        "parameters.day.to",
        "'2026-02-30'",
        "year-month-day",
    ),
    "endless": (
        "number",
        "to: 9000, step: 500",
        "to: .inf, step: 500",
        "parameters.amount.to",
        "'.inf'",
        "a number",
    ),
    "a day as a number": (
        "number",
        'to: "2026-03-01"',
        "to: 20260301",
        "parameters.day.to",
        "'20260301'",
        "year-month-day",
    ),
    "unused": (
        "number",
        "  day: {unit",
        "  night: {unit: days, choices: [1]}\n  day: {unit",
        "parameters.night",
        "a group of fields",
        "a text or a formula uses",
    ),
    # Texts
    "misspelt name in a text": (
        "number",
        "You borrow {amount} at",
        "You borrow {amuont} at",
        "prompt.en",
        "'You borrow {amuont}",
        "did you mean amount?",
    ),
    "answer in the prompt": (
        "number",
        "  zh: 你借 {amount},年利率",
        "  zh: 你借 {answer},年利率",
        "prompt.zh",
        "'你借 {answer}",
        "only in the explanation",
    ),
    "answer in a hint": (
        "number",
        "How many years are {months}?",
        "{answer} for {months}?",
        "hints[0].en",
        "'{answer}",
        "only in the explanation",
    ),
    "given outside its place": (
        "number",
        "That is the whole debt.",
        "'{given} is the whole debt.'",
        "task.misconceptions[0].feedback.en",
        "'{given} is",
        "known names only; {given}",
    ),
    "name in one language only": (
        "number",
        "你借 {amount},年利率 {rate},{months} 后还清",
        "你借 {amount},{months} 后还清",
        "prompt.zh",
        "'你借",
        "the same names in braces as in English: {amount}, {months}, {rate}",
    ),
    "a lone brace": (
        "number",
        "That is the whole debt.",
        "'That is the {whole debt.'",
        "task.misconceptions[0].feedback.en",
        "'That is the {whole",
        "braces only around a name",
    ),
    "a format": (
        "number",
        "You borrow {amount} at",
        "You borrow {amount:.2f} at",
        "prompt.en",
        "'You borrow {amount:.2f}",
        "braces only around a name",
    ),
    "missing Chinese": (
        "number",
        "{en: Interest of a year, zh: 一年的利息}",
        "{en: Interest of a year}",
        "title.zh",
        "missing",
        "text",
    ),
    "English for Chinese": (
        "number",
        "zh: 一年的利息}",
        "zh: Interest of a year}",
        "title.zh",
        "'Interest of a year'",
        "Chinese",
    ),
    "Chinese for English": (
        "number",
        "{en: Interest of a year,",
        "{en: 一年的利息,",
        "title.en",
        "'一年的利息'",
        "English",
    ),
    # Tasks
    "no option right": (
        "choice",
        ", right: true",
        "",
        "task.options",
        "a list",
        "exactly one option with `right: true` (there are 0)",
    ),
    "two options right": (
        "choice",
        "zh: 第二个}}",
        "zh: 第二个}, right: true}",
        "task.options[1].right",
        "'true'",
        "(there are 2)",
    ),
    "options alike": (
        "choice",
        "en: The second",
        "en: 12 % a year",
        "task.options[1].text.en",
        "'12 % a year'",
        "differ",
    ),
    "left sides alike": (
        "match",
        "left: {en: Term, zh: 期限}",
        "left: {en: Term, zh: 费用}",
        "task.pairs[2].left.zh",
        "'费用'",
        "differ",
    ),
    "unknown misconception": (
        "order",
        'wrong: {by_name: "9"}',
        'wrong: {by_name: "9", by_nmae: "1"}',
        "task.items[1].wrong.by_nmae",
        "'1'",
        "did you mean by_name?",
    ),
    "idle misconception": (
        "order",
        ', wrong: {by_name: "9"}',
        "",
        "task.misconceptions[0].id",
        "'by_name'",
        "an item's `wrong`",
    ),
    "unknown pair": (
        "match",
        "left: apr, right: fee",
        "left: arp, right: fee",
        "task.misconceptions[0].left",
        "'arp'",
        "did you mean apr?",
    ),
    "a pair with itself": (
        "match",
        "left: apr, right: fee",
        "left: apr, right: apr",
        "task.misconceptions[0].right",
        "'apr'",
        "another right side",
    ),
    "a wrong pair twice": (
        "match",
        "left: fee, right: apr",
        "left: apr, right: fee",
        "task.misconceptions[1].right",
        "'fee'",
        "once",
    ),
    "a word of nothing": (
        "words",
        "en: [time, ",
        'en: ["*", ',
        "task.points[0].any_of.en[0]",
        "'*'",
        "a letter or a digit",
    ),
    "a word with endings in its middle": (
        "words",
        "利*息",
        "利*息*的*钱",
        "task.points[0].any_of.zh[1]",
        "'利*息*的*钱'",
        "at most one `*` inside",
    ),
    "a word that begins with an ending": (
        "words",
        "en: [free]",
        'en: ["*free"]',
        "task.misconceptions[0].any_of.en[0]",
        "'*free'",
        "at most one `*` inside",
    ),
    "a passage missing": (
        "mark",
        "[[kind|很友好]]",
        "很友好",
        "task.text.zh",
        "'[[daily",
        "[[kind|...]] is missing",
    ),
    "an unknown passage": (
        "mark",
        'en: "[[daily|Only',
        'en: "[[dayly|Some]], [[daily|Only',
        "task.text.en",
        "'[[dayly",
        "did you mean daily?",
    ),
    "a passage twice": (
        "mark",
        'en: "[[daily|Only',
        'en: "[[daily|Some]], [[daily|Only',
        "task.text.en",
        "'[[daily",
        "each passage once",
    ),
    "a passage left open": (
        "mark",
        "[[kind|friendly]].",
        "[[kind|friendly]], [[kind friendly].",
        "task.text.en",
        "'[[daily",
        "[[id|the words]]",
    ),
    "no passage right": (
        "mark",
        "right: true, ",
        "",
        "task.passages",
        "a list",
        "at least one passage",
    ),
    "unknown kind": (
        "number",
        "kind: number",
        "kind: numbr",
        "task.kind",
        "'numbr'",
        "did you mean number?",
    ),
    "unknown unit": (
        "number",
        "kind: number\n  unit: money",
        "kind: number\n  unit: euro",
        "task.unit",
        "'euro'",
        "one of date, days",
    ),
    "full credit for a misconception": (
        "number",
        "credit: 0.5",
        "credit: 1",
        "task.misconceptions[1].credit",
        "'1'",
        "below 1",
    ),
    # Sources
    "unknown fact": ("number", "DR-01]", "DR-99]", "facts[1]", "'DR-99'", "data/facts.json"),
    "unconfirmed fact": ("number", "DR-01]", "DR-07]", "facts[1]", "'DR-07'", "confirmed"),
    "fact twice": ("number", "DR-01]", "CALC-DAILY]", "facts[1]", "'CALC-DAILY'", "each id once"),
    "unknown fact of a benchmark": (
        "number",
        "fact: EV-01",
        "fact: EV-99",
        "benchmarks[0].fact",
        "'EV-99'",
        "data/facts.json",
    ),
    "facts without a day": (
        "number",
        "as_of: 2026-08-01\n",
        "",
        "as_of",
        "missing",
        "the day of the newest fact",
    ),
    "a day to come": (
        "number",
        "as_of: 2026-08-01",
        f"as_of: {datetime.date.today() + datetime.timedelta(400)}",
        "as_of",
        "'20",
        "a day that is past",
    ),
    "a place without facts": (
        "number",
        "facts: [CALC-DAILY, DR-01]\n",
        "",
        "facts",
        "missing",
        "the facts of CN",
    ),
    "the currency of another place": (
        "number",
        "currency: CNY",
        "currency: USD",
        "currency",
        "'USD'",
        "CNY in CN",
    ),
}


@pytest.mark.parametrize(
    ("good", "right", "wrong", "field", "value", "allowed"), SLIPS.values(), ids=SLIPS.keys()
)
def test_a_slip_is_named_where_it_stands(faults_of, good, right, wrong, field, value, allowed):
    assert GOOD[good].count(right) == 1
    text = GOOD[good].replace(right, wrong)
    (fault,) = faults_of(text)
    assert (fault.field, allowed in fault.allowed) == (field, True), str(fault)
    assert fault.value.startswith(value), str(fault)
    if fault.value != "missing":
        changed = [
            i + 1 for i, line in enumerate(text.splitlines()) if line not in GOOD[good].splitlines()
        ]
        last = field.rpartition(".")[2].partition("[")[0]
        assert fault.line in changed or last in text.splitlines()[fault.line - 1], str(fault)


def test_all_faults_come_at_once_in_the_order_of_the_file(faults_of):
    text = (
        NUMBER.replace("formula: months / 12", "formula: mnoths / 12")
        .replace("You borrow {amount} at", "You borrow {amuont} at")
        .replace("to: 9000, step: 500", "to: 9000, step: 300")
        .replace("id: one_year", "id: whole_debt")
        .replace("kind: number", "kind: number\n  untit: money")
        .replace("DR-01", "DR-99")
    )
    faults = faults_of(text)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    assert {fault.field for fault in faults} == {
        "prompt.en",
        "parameters.amount.step",
        "values.years.formula",
        "task.untit",
        "task.misconceptions[1].id",
        "facts[1]",
    }


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_whatever_is_missing_or_garbled_is_said_and_nothing_crashes(name, data):
    lines = GOOD[name].splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    instead = data.draw(
        st.sampled_from(["", "  - 1", "  : x", "task: 1", "  kind: order", "en: x"])
    )
    lines[at : at + 1] = [instead] if instead else []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "02-a-lesson" / "garbled.yaml"
        file.parent.mkdir()
        file.write_text("\n".join(lines), encoding="utf-8")
        faults = ()
        try:
            read_exercise(file)
        except DataError as error:
            faults = error.faults or [None]
        assert all(fault.value and fault.allowed for fault in faults)


def test_a_broken_file_hides_no_other(tmp_path):
    lesson = tmp_path / "02-a-lesson"
    lesson.mkdir()
    for name, text in (*GOOD.items(), ("broken", NUMBER.replace("to: 9000", "to: x")), ("no", "")):
        (lesson / f"{name}.yaml").write_text(text, encoding="utf-8")
    (lesson / "latin.yaml").write_bytes("title: {en: é".encode("latin-1"))
    loaded = load_exercises("02-a-lesson", tmp_path)
    assert set(loaded.exercises) == {f"02-a-lesson/{name}" for name in GOOD}
    broken = {fault.file.rpartition("/")[2]: fault.field for fault in loaded.faults}
    assert broken == {"broken.yaml": "parameters.amount.to", "no.yaml": "", "latin.yaml": ""}


def test_exercises_stand_in_their_order_then_by_name(tmp_path):
    lesson = tmp_path / "02-a-lesson"
    lesson.mkdir()
    (lesson / "b.yaml").write_text(CHOICE, encoding="utf-8")
    (lesson / "a.yaml").write_text(CHOICE, encoding="utf-8")
    (lesson / "z.yaml").write_text(CHOICE + "order: 1\n", encoding="utf-8")
    found = load_exercises(folder=tmp_path).exercises
    assert list(found) == ["02-a-lesson/z", "02-a-lesson/a", "02-a-lesson/b"]
