"""What every kind of answer has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from course.content.language import Language
from course.exercises.marking import Mark
from course.exercises.variants import Variant

Submit = Callable[[], None]


class Answer:
    """The controls of one answer. `response` is the answer as plain data, see `marking`."""

    def __init__(self, variant: Variant, language: Language, submit: Submit) -> None:
        self.variant, self.language = variant, language
        self._submit = submit
        self.widget: widgets.Widget = self._build()

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

    def _build(self) -> widgets.Widget:
        raise NotImplementedError
