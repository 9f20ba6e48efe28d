"""What is wrong with a formula before any number is in it, and what may stand there instead."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache, lru_cache

from course.content.formulas import FUNCTIONS, MOST_IN_FORMULA
from course.content.yaml_files import one_of

_NODES = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call),
    *(ast.Name, ast.Constant, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv),
    *(ast.Mod, ast.Pow, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or),
    *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
)
_SAME = (ast.Eq, ast.NotEq)
# What people write who know no Python, and what they mean.
_HABITS = (
    (r"%", "a formula, a percentage in it as a fraction: 0.072 for 7.2 %"),
    (r"\^", "a formula, a power in it as `**`: (1 + rate) ** 2"),
    (r"[×·÷−，（）＊／]", "a formula with the plain signs + - * / ( ) ,"),
    (r"(?<![<>=!])=(?!=)", "a formula; equal is written ==, as in months == 12"),
    (r"&&|\|\|", "a formula; conditions are joined by `and`, `or`"),
)
_THOUSANDS = re.compile(r"(?<![\w.])\d{1,3}(,\d{3})+\b")


@lru_cache(maxsize=1024)
def _tree(formula: str) -> ast.Expression | None:
    if len(formula) > MOST_IN_FORMULA:
        return None
    try:
        return ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=1024)
def names_used(formula: str) -> frozenset[str]:
    """Every name in a formula, of numbers and of functions; none if it is no formula."""
    tree = _tree(formula)
    nodes = list(ast.walk(tree)) if tree else []
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


@lru_cache(maxsize=1024)
def allowed_formula(formula: str, known: frozenset[str] | None) -> str:
    """What may stand in place of a formula that cannot be worked out; "" if it can.

    `known` are the names it may use; None: any, and words between quotes, as a lab's controls have.

    >>> allowed_formula("amuont * rate", frozenset({"amount", "rate"}))
    'known names only; `amuont`: did you mean amount? (one of amount, rate)'
    >>> allowed_formula("instalment(amount)", frozenset({"amount", "rate"}))
    'the function with what it is of in brackets: instalment(amount, annual_rate, months)'
    """
    if len(formula) > MOST_IN_FORMULA:
        return f"a formula of at most {MOST_IN_FORMULA:,} characters"
    if _THOUSANDS.search(formula):
        return "numbers without commas, 1000; between two numbers a comma and a space"
    tree = _tree(formula)
    nodes = list(ast.walk(tree)) if tree else []
    if tree is None or not all(isinstance(node, _NODES) for node in nodes):
        hints = [hint for habit, hint in _HABITS if re.search(habit, formula)]
        return hints[0] if hints else "a formula, for example interest_simple(amount, rate, 1)"
    compared = {
        operand
        for node in nodes
        if isinstance(node, ast.Compare) and all(isinstance(op, _SAME) for op in node.ops)
        for operand in (node.left, *node.comparators)
    }
    for node in nodes:
        if isinstance(node, ast.Constant) and not isinstance(node.value, int | float):
            if known is not None:
                return "a formula of numbers and names, none between quotes"
            if node not in compared:
                return "words between quotes only beside == and !=, as in view == 'years'"
        elif isinstance(node, ast.Call) and (allowed := _allowed_call(node)):
            return allowed
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Name) and node not in called:
            if node.id in FUNCTIONS and node.id not in (known or ()):
                return _usage(node.id)
            if known is not None and node.id not in known:
                return f"known names only; `{node.id}`: {one_of(node.id, sorted(known))}"
    return ""


def _allowed_call(call: ast.Call) -> str:
    if not isinstance(call.func, ast.Name):
        return "functions by their names"
    name = call.func.id
    if name not in FUNCTIONS:
        return f"known functions only; `{name}`: {one_of(name, sorted(FUNCTIONS))}"
    if inspect.isfunction(inspect.unwrap(FUNCTIONS[name])):
        try:
            named = {str(part.arg): None for part in call.keywords}
            _signature(name).bind(*call.args, **named)
        except TypeError:
            return _usage(name)
    return ""


@cache
def _signature(name: str) -> inspect.Signature:
    return inspect.signature(FUNCTIONS[name])


def _usage(name: str) -> str:
    if not inspect.isfunction(inspect.unwrap(FUNCTIONS[name])):
        return f"the function with what it is of in brackets: {name}(...)"
    inside = ", ".join(_signature(name).parameters)
    return f"the function with what it is of in brackets: {name}({inside})"
