"""The class in pictures, each with a sentence on what is to be seen, and all numbers as a table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.chart.text import wrapped
from course.chart.theme import LIGHT
from course.content.language import Language, marked
from course.content.messages import tell
from course.content.tables import NONE, Table
from course.content.units import unit_of
from course.content.values import Brief, of_unit
from course.gradebook.figures import (
    ABOUT_RIGHT,
    NO_MISCONCEPTION,
    ExerciseFigures,
    GuessFigures,
    MisconceptionFigures,
)
from course.gradebook.labels import Labels
from course.gradebook.results import Results

MOST_BARS = 7  # whose names may take two lines each
MOST_PAIRS = 5  # of bars side by side
NAME_WIDTH = 190  # pixels that a picture gives to a bar's name

Thing = TypeVar("Thing")


class Part(NamedTuple):
    """A sentence, the pictures below it, and the table of their numbers."""

    sentence: str
    charts: tuple[Chart, ...]
    table: Table[str]


# Exercises. ---------------------------------------------------------------------------------------


def exercise_parts(results: Results) -> Iterator[Part]:
    """For each lesson, how its exercises went in practice."""
    labels = results.labels
    in_order = sorted(results.exercises.values(), key=lambda one: labels.order(one.exercise))
    for lesson, some in groupby(in_order, key=lambda one: one.exercise.partition("/")[0]):
        yield _exercises(results, labels.lesson(lesson), list(some))


def _exercises(results: Results, lesson: str, some: list[ExerciseFigures]) -> Part:
    text, labels = results.language.text, results.labels

    def share(one: ExerciseFigures) -> float:
        return one.at_once / one.answered

    best, worst = max(some, key=share), min(some, key=share)
    shown = {of.exercise: results.language.percent(share(of), 0) for of in (best, worst)}
    if share(best) == share(worst):
        sentence = text(
            "{lesson}: of those who tried an exercise, {share} had it right at once.",
            lesson=lesson,
            share=shown[best.exercise],
        )
    else:
        sentence = text(
            "{lesson}: most learners were right at once in {best} ({best_share} of those who tried"
            " it), fewest in {worst} ({worst_share}).",
            lesson=lesson,
            best=labels.full(best.exercise),
            best_share=shown[best.exercise],
            worst=labels.full(worst.exercise),
            worst_share=shown[worst.exercise],
        )
    title = text("{lesson}: how the exercises went", lesson=lesson)
    charts = tuple(
        _shares(
            title,
            text("Learners who tried it"),
            [labels.full(one.exercise) for one in few],
            (
                Series(text("right at once"), "saved", [share(one) for one in few]),
                Series(text("right later"), "rate", [one.later / one.answered for one in few]),
                Series(text("partly right"), "fee", [one.partly / one.answered for one in few]),
                Series(text("wrong"), "penalty", [one.wrong / one.answered for one in few]),
            ),
            [_of(one.at_once, one.answered, results.language) for one in few],
            sentence,
        )
        for few in _evenly(some, MOST_BARS)
    )
    return Part(sentence, charts, _exercise_table(results, title, some))


def _exercise_table(results: Results, title: str, some: list[ExerciseFigures]) -> Table[str]:
    language = results.language
    text, number = language.text, language.number
    columns = (
        text("Exercise"),
        text("Tried it"),
        text("Right at once"),
        text("Right later"),
        text("Partly right"),
        text("Wrong"),
        text("Attempts (median)"),
        text("Minutes (median)"),
        text("Saw a hint"),
    )
    rows = tuple(
        (
            results.labels.full(one.exercise),
            number(one.answered),
            _counted(one.at_once, one.answered, language),
            number(one.later),
            number(one.partly),
            number(one.wrong),
            number(one.attempts, 0 if one.attempts == int(one.attempts) else 1),
            number(one.minutes, 1),
            number(one.hinted),
        )
        for one in some
    )
    return Table(title, columns, rows)


# Misconceptions. ----------------------------------------------------------------------------------


def misconception_part(results: Results) -> Part | None:
    """The misconceptions that most learners showed, and all that anybody showed."""
    seen = [one for one in results.misconceptions if one.showed]
    if not seen:
        return None
    language, labels = results.language, results.labels
    text = language.text
    common = sorted(
        (one for one in seen if one.misconception != NO_MISCONCEPTION),
        key=lambda one: (-one.showed, -one.share, labels.order(one.exercise)),
    )[:MOST_BARS]
    table = _misconception_table(results, seen)
    if not common:
        return Part(text("Nobody showed a misconception."), (), table)
    first = common[0]
    sentence = text(
        "The misconception that most learners showed is in {exercise}: {showed} of the {answered}"
        " who answered showed it, and {remaining} still in their last answer.",
        exercise=labels.full(first.exercise),
        showed=language.number(first.showed),
        answered=language.number(first.answered),
        remaining=language.number(first.remaining),
    )
    title = text("The commonest misconceptions")
    still = [one.remaining / one.answered for one in common]
    chart = _shares(
        title,
        text("Learners who answered the exercise"),
        [f"{labels.number(one.exercise)} {_thought(one, labels)}" for one in common],
        (
            Series(text("still in the last answer"), "penalty", still),
            Series(
                text("no longer"),
                "other-1",
                [one.share - rest for one, rest in zip(common, still, strict=True)],
            ),
        ),
        [_of(one.showed, one.answered, language) for one in common],
        sentence,
    )
    return Part(sentence, (chart,), table)


def _misconception_table(results: Results, seen: list[MisconceptionFigures]) -> Table[str]:
    language, labels = results.language, results.labels
    text = language.text
    columns = (
        text("Exercise"),
        text("What was chosen, or is said to it (with the numbers of one variant)"),
        text("Showed it"),
        text("Of those who answered"),
        text("Still in the last answer"),
    )
    rows = tuple(
        (
            labels.full(one.exercise),
            _thought(one, labels),
            language.number(one.showed),
            _share_shown(one.share, one.answered, language),
            language.number(one.remaining),
        )
        for one in sorted(seen, key=lambda one: labels.order(one.exercise))
    )
    return Table(text("Misconceptions, exercise by exercise"), columns, rows)


def _thought(one: MisconceptionFigures, labels: Labels) -> str:
    return labels.misconceptions(one.exercise).get(one.misconception, one.misconception)


# Before and after. --------------------------------------------------------------------------------


def change_part(results: Results) -> Part | None:
    """How much better or worse each learner was after the course."""
    both = results.compared
    if not both:
        return None
    language = results.language
    text, number = language.text, language.number
    whole = sum(one.is_whole for one in both)
    learners = language.plural("{count} learner", "{count} learners", len(both))
    if whole == len(both):
        took = text("{learners} took both tests", learners=learners)
    else:
        took = text(
            "{learners} answered questions in both tests, {whole} of them every question",
            learners=learners,
            whole=number(whole),
        )
    sentence = text(
        "{took}: {better} did better afterwards, {same} the same, {worse} worse. On average"
        " {before} of {questions} questions were right before and {after} after.",
        took=took,
        better=number(sum(one.change > 0 for one in both)),
        same=number(sum(one.change == 0 for one in both)),
        worse=number(sum(one.change < 0 for one in both)),
        questions=_mean([one.questions for one in both], language),
        before=_mean([one.before for one in both], language),
        after=_mean([one.after for one in both], language),
    )
    changes = Counter(one.change for one in both)
    steps = range(min(*changes, 0), max(*changes, 0) + 1)
    title = text("How many more questions each learner had right")
    chart = Chart(
        title=title,
        x=Axis(text("More (+) or fewer (−) right after the course")),
        # In "times" no tick stands at half a learner.
        y=Axis(text("Learners"), "times", *nice_limits(0, max(changes.values()))),
        marks=(
            Bars(
                [_signed(step, language) for step in steps],
                (Series(text("Learners"), "total", [changes[step] for step in steps]),),
                horizontal=False,
                labels=[number(changes[step]) if changes[step] else "" for step in steps],
            ),
        ),
        description=sentence,
    )
    columns = (text("Change"), text("Learners"))
    rows = tuple((_signed(step, language), number(changes[step])) for step in steps)
    return Part(sentence, (chart,), Table(title, columns, rows))


def question_part(results: Results) -> Part | None:
    """Question by question, how many were right before and after."""
    labels, language = results.labels, results.language
    some = sorted(results.questions, key=lambda one: labels.order(one.exercise))
    if not some:
        return None
    text = language.text
    most = max(some, key=lambda one: (one.after - one.before) / one.learners)
    if most.after > most.before:
        sentence = text(
            "The question that gained most is {question}: {before} of {learners} were right before,"
            " {after} after.",
            question=labels.full(most.exercise),
            learners=language.number(most.learners),
            before=language.number(most.before),
            after=language.number(most.after),
        )
    else:
        sentence = text("No question was answered rightly by more learners after than before.")
    title = text("Right before and after the course, question by question")
    charts = tuple(
        _shares(
            title,
            text("Learners who answered it in both tests"),
            [labels.full(one.exercise) for one in few],
            (
                Series(text("before"), "other-1", [_percent(of.before, of.learners) for of in few]),
                Series(text("after"), "saved", [_percent(of.after, of.learners) for of in few]),
            ),
            None,
            sentence,
        )
        for few in _evenly(some, MOST_PAIRS)
    )
    columns = (text("Question"), text("In both tests"), text("Right before"), text("Right after"))
    rows = tuple(
        (
            labels.full(one.exercise),
            language.number(one.learners),
            _counted(one.before, one.learners, language),
            _counted(one.after, one.learners, language),
        )
        for one in some
    )
    return Part(sentence, charts, Table(title, columns, rows))


# Guesses. -----------------------------------------------------------------------------------------


def guess_part(results: Results) -> Part | None:
    """How far off the guesses before the labs were, and to which side."""
    if not results.guesses:
        return None
    language = results.language
    text, number = language.text, language.number
    low, right, high = (
        sum(getattr(one, way) for one in results.guesses) for way in ("low", "about_right", "high")
    )
    total = low + right + high
    sentence = text(
        "Of {total} numbers guessed, {low} were too low, {right} about right (within {close} of the"
        " true figure) and {high} too high.",
        total=number(total),
        low=_counted(low, total, language),
        right=_counted(right, total, language),
        high=_counted(high, total, language),
        close=language.percent(ABOUT_RIGHT, 0),
    )
    title = text("First guesses, before the picture was seen")
    charts = tuple(
        _shares(
            title,
            text("Learners who guessed"),
            [results.labels.asked(one.lab, one.place)[0] for one in few],
            (
                Series(text("too low"), "principal", [one.low / one.learners for one in few]),
                Series(
                    text("about right"), "saved", [one.about_right / one.learners for one in few]
                ),
                Series(text("too high"), "interest", [one.high / one.learners for one in few]),
            ),
            [language.plural("{count} learner", "{count} learners", one.learners) for one in few],
            sentence,
        )
        for few in _evenly(results.guesses, MOST_BARS)
    )
    columns = (
        text("Asked"),
        text("Learners"),
        text("too low"),
        text("about right"),
        text("too high"),
        text("Median guess"),
        text("True figure"),
        text("Median distance"),
    )
    rows = tuple(_guess_row(one, results) for one in results.guesses)
    return Part(sentence, charts, Table(title, columns, rows))


def _guess_row(one: GuessFigures, results: Results) -> tuple[str, ...]:
    language = results.language
    label, currency = results.labels.asked(one.lab, one.place)

    def shown(value: float) -> str:
        if math.isinf(value):
            return language.text("never")
        return tell(Brief(of_unit(value, unit_of(one.unit), currency)), language)

    if one.off is None:
        off = NONE
    else:
        message = marked("{share} too low") if one.off < 0 else marked("{share} too high")
        off = language.text(message, share=language.percent(abs(one.off), 0))
        off = language.percent(0, 0) if round(one.off, 2) == 0 else off
    return (
        label,
        *(language.number(count) for count in (one.learners, one.low, one.about_right, one.high)),
        shown(one.guess),
        shown(one.truth),
        off,
    )


# Small parts. -------------------------------------------------------------------------------------


def _shares(
    title: str,
    axis: str,
    categories: list[str],
    series: tuple[Series, ...],
    labels: list[str] | None,
    description: str,
) -> Chart:
    """Lying bars of shares of the whole: piled up, or side by side where they have no labels."""
    names = [_two_lines(name) for name in categories]
    bars = Bars(names, series, stacked=labels is not None, labels=labels)
    return Chart(
        title=title,
        x=Axis(axis, "percent", 0, 1),
        y=Axis(""),
        marks=(bars,),
        description=description,
    )


def _two_lines(name: str) -> str:
    """As much of the name as finds room beside a bar."""
    if len(wrapped(name, NAME_WIDTH, LIGHT.text_size)) <= 2:
        return name
    while len(wrapped(name + "…", NAME_WIDTH, LIGHT.text_size)) > 2:
        name = name[:-1].rstrip(" ,;:.，；：。")
    return name + "…"


def _percent(part: int, whole: int) -> float:
    """The share in whole percent, as it stands beside its bar."""
    return round(part / whole, 2)


def _evenly(things: Sequence[Thing], most: int) -> list[Sequence[Thing]]:
    """The things in as few rows as can be, none longer than `most`.

    >>> _evenly("abcdefgh", 7)
    ['abcd', 'efgh']
    """
    rows = math.ceil(len(things) / most)
    ends = [round(len(things) * row / rows) for row in range(rows + 1)]
    return [things[begin:end] for begin, end in pairwise(ends)]


def _of(part: int, whole: int, language: Language) -> str:
    return language.text(
        "{part} of {learners}", part=language.number(part), learners=language.number(whole)
    )


def _counted(part: int, whole: int, language: Language) -> str:
    """How many, and which share that is."""
    count, share = language.number(part), language.percent(part / whole, 0)
    return language.text("{count} ({share})", count=count, share=share)


def _share_shown(share: float, whole: int, language: Language) -> str:
    percent = language.percent(share, 0)
    return language.text("{share} of {learners}", share=percent, learners=language.number(whole))


def _mean(numbers: list[int], language: Language) -> str:
    mean = sum(numbers) / len(numbers)
    return language.number(mean, 0 if mean == int(mean) else 1)


def _signed(number: int, language: Language) -> str:
    """
    >>> from course.content.language import language
    >>> _signed(2, language("en")), _signed(0, language("en")), _signed(-1, language("en"))
    ('+2', '0', '−1')
    """
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + language.number(abs(number))
