"""What proves an exercise finds each thing that can be wrong with it, and names its place."""

import pytest

from course.exercises.kinds import names as kinds
from course.exercises.proving import faults_of
from course.exercises.templates import TEMPLATES

TEXTS = {kind: (TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8") for kind in kinds()}


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "02-a-lesson" / "tried.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


# Kind, what is written instead of what (each once in the file), the field named, what is allowed.
SLIPS = {
    "a wrong formula equal to the answer": (
        "number",
        {"conditions:\n  - months != 12\n": ""},
        "task.misconceptions[0].formula",
        "at least twice the tolerance away from that of `answer`",
    ),
    "a wrong formula within the tolerance of the answer": (
        "number",
        {"tolerance: 0.01": "tolerance: 20"},
        "task.misconceptions[0].formula",
        "at least twice the tolerance away from that of `answer`",
    ),
    "two wrong formulas that are equal": (
        "number",
        {"formula: amount * rate * months": "formula: rate * amount"},
        "task.misconceptions[1].formula",
        "away from that of `whole_year`",
    ),
    "an answer without a value": (
        "number",
        {"answer: interest_simple(amount, rate, years)": "answer: amount / (months - 6)"},
        "task.answer",
        "a value in every variant",
    ),
    "an answer that is infinite": (
        "number",
        {
            "unit: money\n  answer: interest_simple(amount, rate, years)": "unit: months\n"
            "  answer: months_fixed(amount, rate, 50)"
        },
        "task.answer",
        "a finite number",
    ),
    "an answer below zero": (
        "number",
        {
            "unit: money\n  answer: interest_simple(amount, rate, years)": "unit: months\n"
            "  answer: -1 * interest_simple(amount, rate, years)"
        },
        "task.answer",
        "months, not below zero",
    ),
    "a day that is none": (
        "number",
        {
            "unit: money\n  answer: interest_simple(amount, rate, years)": "unit: date\n"
            "  answer: interest_simple(amount, rate, years) + 0.5"
        },
        "task.answer",
        "a whole number of days",
    ),
    "a wrong formula that is infinite": (
        "number",
        {"formula: amount * rate * months": "formula: interest_fixed(amount, rate, 5)"},
        "task.misconceptions[1].formula",
        "a finite number",
    ),
    "a wrong formula that nobody can use": (
        "number",
        {"formula: amount * rate * months": "formula: amount / (months - months)"},
        "task.misconceptions[1]",
        "that some variant shows",
    ),
    "conditions that nothing fulfils": (
        "number",
        {"- months != 12": "- months > 99"},
        "conditions",
        "that parameters often fulfil",
    ),
    "a condition without a value": (
        "number",
        {"- months != 12": "- 1 / (months - 3) < 9"},
        "conditions[0]",
        "a value in every variant",
    ),
    "a tolerance above the answer": (
        "number",
        {"tolerance: 0.01": "tolerance: 5000"},
        "task.tolerance",
        "less than the answer itself",
    ),
    "a number that is not the one that is used": (
        "number",
        {
            "formula: months / 12\n": "formula: months / 12\n"
            "  part: {unit: money, formula: amount * rate / 7}\n",
            "repay all of it, with the interest, after {months}": "repay {part} after {months}",
            "{months} 后连本带息一次还清": "{months} 后还 {part}",
            "answer: interest_simple(amount, rate, years)": "answer: part * 100 + months",
        },
        "values.part.formula",
        "rounded(...)",
    ),
    "a number that is nothing when it is shown": (
        "number",
        {
            "choices: [6, 7.2, 12]": "choices: [0.00001, 0.00002]",
        },
        "parameters.rate",
        "can be read where it is shown",
    ),
    "an answer that depends on what is not asked": (
        "number",
        {"after {months}. How": "after some months. How", "{months} 后连本": "几个月后连本"},
        "prompt",
        "every number that the answer depends on",
    ),
    "a tolerance that refuses the answer as it is shown": (
        "number",
        {
            "unit: money\n  answer: interest_simple(amount, rate, years)\n  tolerance: 0.01": (
                "unit: percent\n  answer: rate * amount / months / 1700\n  tolerance: 0"
            )
        },
        "task.tolerance",
        "when the answer is rounded as it is shown",
    ),
    "a step that refuses its answer as it is shown": (
        "path",
        {
            "unit: percent\n      answer: fee / in_hand": (
                "unit: percent\n      tolerance: 0\n      answer: fee / in_hand"
            )
        },
        "task.steps[1].tolerance",
        "when the answer is rounded as it is shown",
    ),
    "a meaning without a value": (
        "number",
        {"formula: given / amount / years": "formula: given / (amount - amount)"},
        "task.meaning.values.share.formula",
        "a value for a wrong answer too",
    ),
    "a hint with the answer": (
        "number",
        {
            "formula: months / 12\n": "formula: months / 12\n"
            "  told: {unit: money, formula: 'interest_simple(amount, rate, years)'}\n",
            "en: What would a whole year cost?": 'en: "It is {told}."',
            "zh: 一整年的利息是多少？": 'zh: "就是 {told}。"',
        },
        "hints[0].en",
        "without the answer",
    ),
    "a hint with the answer in one language": (
        "number",
        {
            "  months:\n    unit: months\n    from: 3\n    to: 24\n    step: 3": (
                "  months:\n    unit: months\n    choices: [9]"
            ),
            "from: 2000\n    to: 9000\n    step: 500": "choices: [7000]",
            "choices: [6, 7.2, 12]": "choices: [6]",
            "zh: 一整年的利息是多少？": "zh: 答案是 315 元。",
        },
        "hints[0].zh",
        "without the answer",
    ),
    "a lab that is not there": (
        "number",
        {"order: 50": "order: 50\nlab: {name: growht, values: {amount: amount}}"},
        "lab.name",
        "did you mean growth?",
    ),
    "a control that is not there": (
        "number",
        {"order: 50": "order: 50\nlab: {name: growth, values: {amuont: amount}}"},
        "lab.values.amuont",
        "did you mean amount?",
    ),
    "a number that the lab cannot take": (
        "number",
        {"order: 50": "order: 50\nlab: {name: growth, values: {amount: amount * 100}}"},
        "lab.values.amount",
        "a value that the lab's control takes",
    ),
    "an option that the lab's menu has not": (
        "number",
        {
            "order: 50": "order: 50\nlab: {name: growth, values: {amount: amount},"
            " options: {added: weekly}}"
        },
        "lab.options.added",
        "an option of the lab's menu",
    ),
    "two options right": (
        "one_choice",
        {"right: interest < fee": "right: interest < fee * 9"},
        "task.options",
        "exactly one is true",
    ),
    "no option right": (
        "one_choice",
        {"right: interest < fee": "right: fee < 0"},
        "task.options",
        "exactly one is true",
    ),
    "options that read the same": (
        "one_choice",
        {
            "  interest:\n    unit: money\n": "  again: {unit: money, formula: fee}\n"
            "  interest:\n    unit: money\n",
            "en: The fee\n        zh: 手续费": 'en: "{fee}"\n        zh: "{fee}"',
            "en: The interest\n        zh: 利息": 'en: "{again}"\n        zh: "{again}"',
        },
        "task.options",
        "words that differ in every variant",
    ),
    "a right option in a hint": (
        "one_choice",
        {
            "en: The interest\n": "en: The yearly interest of the other lender\n",
            "en: How much is the interest of one year?": (
                "en: It is the yearly interest of the other lender."
            ),
        },
        "hints[0].en",
        "without the answer",
    ),
    "two items at one place": (
        "order",
        {"value: interest_level(amount, rate, 24)": "value: interest_level(amount, rate, 12)"},
        "task.items[1].value",
        "a value other than that of `one_year`",
    ),
    "a misconception that leads to the right order": (
        "order",
        {
            "by_payment: instalment(amount, rate, 12)": 'by_payment: "12"',
            "by_payment: instalment(amount, rate, 24)": 'by_payment: "24"',
            "by_payment: instalment(amount, rate, 36)": 'by_payment: "36"',
        },
        "task.misconceptions[0]",
        "another order than the right one",
    ),
    "a lab that is solved at the beginning": (
        "set_lab",
        {"compound_end - debt < most\n  solution": "compound_end > 0 or debt < 0\n  solution"},
        "task.start",
        "do not reach the goal yet",
    ),
    "a solution that does not reach the goal": (
        "set_lab",
        {'years: "1"': 'years: "40"'},
        "task.solution",
        "marked right",
    ),
    "a solution that the lab cannot take": (
        "set_lab",
        {'years: "1"': 'years: "41"'},
        "task",
        "can be shown and marked",
    ),
    "an unknown name of the lab": (
        "set_lab",
        {"compound_end - debt < most\n": "compund_end - debt < most\n"},
        "task.goal",
        "did you mean compound_end?",
    ),
    "a name that is the lab's own": (
        "set_lab",
        {
            "  most:\n    unit": "  years:\n    unit: years\n    choices: [5]\n  most:\n    unit",
            "- most > debt": "- years > 0\n  - most > debt",
        },
        "parameters.years",
        "another name",
    ),
    "an unknown control of the solution": (
        "set_lab",
        {'years: "1"': 'yaers: "1"'},
        "task.solution.yaers",
        "did you mean years?",
    ),
    "an unknown lab of the task": (
        "set_lab",
        {"lab: growth": "lab: grwth"},
        "task.lab",
        "did you mean growth?",
    ),
    "settings that no lab can have": (
        "set_lab",
        {"and simple_end - debt < most": "and years == 99"},
        "task.misconceptions[0]",
        "that some variant shows",
    ),
    "a wrong row that is none": (
        "wrong_row",
        {'formula: "12"': 'formula: "99"'},
        "task.misconceptions[1].formula",
        "the number of a row, 1 to 12",
    ),
    "a wrong row that is the right one": (
        "wrong_row",
        {'formula: "12"': "formula: wrong"},
        "task.misconceptions[1]",
        "told from the right answer",
    ),
    "a row that is not there": (
        "wrong_row",
        {"row: wrong\n": "row: wrong + 9\n"},
        "task.fault.row",
        "a value in every variant",
    ),
    "a change that changes nothing": (
        "wrong_row",
        {"change: amount * rate / 12 / 4": "change: amount * 0"},
        "task.fault.change",
        "a value in every variant",
    ),
    "an empty cell with a wrong formula equal to the right one": (
        "fill_schedule",
        {"formula: amount * rate / 12": "formula: payment - principal"},
        "task.gaps[0].misconceptions[1].formula",
        "away from that of `answer`",
    ),
    "a cell that is empty twice": (
        "fill_schedule",
        {"column: balance": "column: interest"},
        "task.gaps",
        "cells that differ in every variant",
    ),
    "an empty cell in a row that is not there": (
        "fill_schedule",
        {"- id: still_owed\n      row: month": "- id: still_owed\n      row: month + 9"},
        "task.gaps[1].row",
        "a value in every variant",
    ),
    "a number named like a cell": (
        "fill_schedule",
        {"  month:\n    unit": "  payment: {unit: money, choices: [5]}\n  month:\n    unit"},
        "parameters.payment",
        "another name: `payment` is a cell",
    ),
    "a cell that another formula does not know": (
        "fill_schedule",
        {"annual_rate: rate": "annual_rate: interest"},
        "task.annual_rate",
        "known names only",
    ),
    "a prompt that answers itself": (
        "free_text",
        {
            "en: [year*, annual*,": "en: [day, annual*,",
            "en: [compound*, interest": "en: [friend, interest",
        },
        "task.points",
        "words that the prompt itself does not hold",
    ),
    "a wrong step equal to the right one": (
        "path",
        {"formula: amount\n": "formula: amount - fee\n"},
        "task.steps[0].misconceptions[0].formula",
        "away from that of `answer`",
    ),
    "a step without an answer": (
        "path",
        {"answer: fee / in_hand": "answer: fee / (in_hand - in_hand)"},
        "task.steps[1].answer",
        "a value in every variant",
    ),
}


@pytest.mark.parametrize(("kind", "instead", "field", "allowed"), SLIPS.values(), ids=SLIPS.keys())
def test_what_is_wrong_is_found(written, kind, instead, field, allowed):
    text = TEXTS[kind]
    for right, wrong in instead.items():
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    faults = faults_of(written(text), range(60))
    found = {fault.field: fault for fault in faults}
    assert field in found, "\n".join(map(str, faults))
    assert any(allowed in fault.allowed for fault in faults if fault.field == field), found[field]
    last = field.rpartition(".")[2].partition("[")[0]
    line = text.splitlines()[found[field].line - 1]
    assert last in line or "- id" in line or "- " in line


def test_a_finding_names_the_seed_that_shows_it(written):
    text = TEXTS["number"].replace("conditions:\n  - months != 12\n", "")
    file = written(text)
    (fault,) = faults_of(file)
    seed = int(fault.allowed.partition("seed ")[2].partition(":")[0])
    # The same seed shows it in the preview.
    assert faults_of(file, [seed])[0].field == fault.field
    assert not faults_of(file, range(seed))


def test_a_file_that_cannot_be_read_says_so(written):
    (fault,) = faults_of(written(TEXTS["number"].replace("kind: number", "kind: numbr")))
    assert fault.field == "task.kind"
