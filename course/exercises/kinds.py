"""What the kinds of exercise are called."""

from __future__ import annotations

from course.content import exercises as content
from course.content.language import marked

_WORDS = {
    content.NumberTask: marked("a number"),
    content.ChoiceTask: marked("one choice"),
    content.ChoicesTask: marked("several choices"),
    content.OrderTask: marked("put in order"),
    content.MatchTask: marked("match"),
    content.MarkTask: marked("mark the text"),
    content.LabTask: marked("set the lab"),
    content.RowTask: marked("find the wrong row"),
    content.TextTask: marked("in your own words"),
    content.PathTask: marked("several steps"),
}


def kind_word(task: content.Task) -> str:
    """The kind of a task as a message to be translated."""
    return _WORDS[type(task)]
