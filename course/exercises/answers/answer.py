"""What every kind of answer has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from course.content.language import Language
from course.exercises.marking import Mark

if TYPE_CHECKING:  # a kind of exercise names its controls where there is no screen, too
    import ipywidgets as widgets

    from course.ui.lab_panel import LabPanel


Submit = Callable[[], None]
Labs = Callable[[str], "LabPanel"]


class Answer:
    """The controls of one answer, in `widget`.

    `response` is the answer as plain data, in the form that the kind of the exercise marks.
    """

    widget: widgets.Widget

    def __init__(self, language: Language) -> None:
        self.language = language

    @property
    def response(self) -> Any:
        """The answer as it stands in the controls. Setting it moves the controls."""
        raise NotImplementedError

    @response.setter
    def response(self, response: Any) -> None:
        raise NotImplementedError

    @property
    def missing(self) -> str:
        """What is still to be done before there is an answer, in the learner's language, or ""."""
        return ""

    def marked(self, mark: Mark) -> None:
        """Show at the controls what the mark says of them."""

    def begin(self) -> None:
        """Make ready for a first answer to this variant."""
