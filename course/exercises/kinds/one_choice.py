"""One of several options is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.language import LANGUAGES, Language, language, marked
from course.content.yaml_files import FieldPath, Finding
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Texts, Thought, alike
from course.exercises.kinds._options import Option, Shuffle, shown_options
from course.exercises.marking import RIGHT, Mark, Response, graded, refused
from course.exercises.plain import Plain, read_alike
from course.exercises.seen import NO_ANSWER, Seen, stands_in
from course.exercises.variants import Variant

_LONG = 20
_NOT_THIS = marked("That is not it.")
_CHOSEN = marked("Chosen: {words}")


class ChoiceTask(Kind, tag="one_choice", frozen=True):
    """One option is chosen, exactly one is right; a wrong one is a misconception."""

    options: Annotated[
        tuple[Option, ...],
        Meta(min_length=2, max_length=8, description="The answers; exactly one is right."),
    ]
    shuffle: Shuffle = True

    NAME: ClassVar[str] = marked("one choice")
    ANSWER: ClassVar[FieldPath] = ("task", "options")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        yield from read_alike(data, "options", "text")
        flags = [option.get("right", False) for option in data["task"].get("options") or ()]
        if all(isinstance(flag, bool) for flag in flags) and flags and sum(flags) != 1:
            wrong = [i for i, flag in enumerate(flags) if flag][1:]
            path = (*cls.ANSWER, wrong[0], "right") if wrong else cls.ANSWER
            yield Finding(path, f"exactly one option with `right: true` (there are {sum(flags)})")

    def shown(self, made: Variant, language: Language) -> Texts:
        """The options in the order of this variant."""
        return shown_options(made, self.options, self.shuffle, language)

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is an option's id: right, or a misconception with its credit."""
        options = {option.id: option for option in self.options}
        if not isinstance(response, str) or response not in options:
            raise refused("the option", response, ", ".join(options))
        chosen = options[response]
        if chosen.is_right(made):
            return RIGHT
        words = chosen.feedback
        said = made.text(words, language) if words else language.text(_NOT_THIS)
        return graded(chosen.credit, (said,), (chosen.id,))

    def right(self, made: Variant, language: Language) -> Response:
        """The right option."""
        return next(option.id for option in self.options if option.is_right(made))

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """Each wrong option."""
        return {option.id: option.id for option in self.options if not option.is_right(made)}

    def thoughts(self) -> dict[str, Thought]:
        return {
            option.id: Thought(("task", "options", i), option.text, option.credit, _CHOSEN)
            for i, option in enumerate(self.options)
            if option.right is not True
        }

    def is_answerable(self, made: Variant) -> bool:
        return sum(option.is_right(made) for option in self.options) == 1

    def proof(self, made: Variant) -> Iterator[Seen]:
        """Exactly one option is right, none reads like another, and no hint repeats the right one,
        unless it is so short that it may stand there by chance."""
        right = [option.id for option in self.options if option.is_right(made)]
        if len(right) != 1:
            allowed = "formulas of which exactly one is true"
            yield Seen(("task", "options"), allowed, f"right are {', '.join(right) or 'none'}")
        yield from alike("options", lambda words: self.shown(made, words))
        for code in LANGUAGES if len(right) == 1 else ():
            words = self.shown(made, language(code))[right[0]]
            # A Chinese character says about as much as two letters.
            if len(words) + len(re.findall("[\u4e00-\u9fff]", words)) >= _LONG:
                for i, hint in enumerate(made.exercise.hints):
                    text = made.text(hint, language(code))
                    if stands_in(words, text):
                        yield Seen(("hints", i, code), NO_ANSWER, text)

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.chosen import Chosen

        return Chosen(language, self.shown(made, language))
