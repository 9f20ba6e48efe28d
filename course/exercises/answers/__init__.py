"""The controls in which answers are given: one class for each kind of exercise.

All can be worked with the keyboard alone, and every control has a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from course.content import exercises as kinds
from course.content.language import Language
from course.exercises.answers.answer import Answer, Submit
from course.exercises.answers.arranged import MatchAnswer, OrderAnswer, RowAnswer
from course.exercises.answers.chosen import ChoiceAnswer, ChoicesAnswer, PassagesAnswer
from course.exercises.answers.in_lab import LabAnswer
from course.exercises.answers.typed import NumberAnswer, PathAnswer, TextAnswer
from course.exercises.variants import Variant
from course.ui.lab_panel import LabPanel

_ANSWERS: dict[type, type[Answer]] = {
    kinds.NumberTask: NumberAnswer,
    kinds.ChoiceTask: ChoiceAnswer,
    kinds.ChoicesTask: ChoicesAnswer,
    kinds.OrderTask: OrderAnswer,
    kinds.MatchTask: MatchAnswer,
    kinds.MarkTask: PassagesAnswer,
    kinds.RowTask: RowAnswer,
    kinds.TextTask: TextAnswer,
    kinds.PathTask: PathAnswer,
}


def answer_for(
    variant: Variant, language: Language, submit: Submit, labs: Callable[[str], LabPanel]
) -> Answer:
    """The controls for an answer to this variant.

    `submit()` is called when an answer is given by Enter; `labs` gives the lab of a name.
    """
    task = variant.exercise.task
    if isinstance(task, kinds.LabTask):
        return LabAnswer(variant, language, submit, labs(task.lab))
    return _ANSWERS[type(task)](variant, language, submit)
