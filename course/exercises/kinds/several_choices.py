"""Any number of options is ticked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.language import Language, marked
from course.content.yaml_files import FieldPath, Finding
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Texts, Thought, alike
from course.exercises.kinds._options import Option, Shuffle, shown_options
from course.exercises.marking import RIGHT, Mark, Response, graded, ids_among
from course.exercises.plain import Plain, read_alike
from course.exercises.seen import Seen
from course.exercises.variants import Variant

_JUDGED = marked("You judged {right} of {many} rightly.")
_MISJUDGED = marked("Ticked or left out wrongly: {words}")


class ChoicesTask(Kind, tag="several_choices", frozen=True):
    """Any number of options is ticked; each tick or gap that is right counts equally."""

    options: Annotated[
        tuple[Option, ...],
        Meta(min_length=3, max_length=10, description="The answers; any number is right."),
    ]
    shuffle: Shuffle = True

    NAME: ClassVar[str] = marked("several choices")
    ANSWER: ClassVar[FieldPath] = ("task", "options")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        yield from read_alike(data, "options", "text")

    def shown(self, made: Variant, language: Language) -> Texts:
        """The options in the order of this variant."""
        return shown_options(made, self.options, self.shuffle, language)

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is a list of options' ids. Credit is the share of options judged rightly:
        ticked if right, not ticked if not.

        Whoever ticks right options no more often than wrong ones (nothing or everything, say) has
        only guessed: wrong, without credit. The misconceptions are the options judged wrongly.
        """
        options = self.options
        ticked = ids_among(response, tuple(option.id for option in options), "the options")
        right = {option.id for option in options if option.is_right(made)}
        wrongly = [option for option in options if (option.id in ticked) != (option.id in right)]
        if not wrongly:
            return RIGHT
        hits = sum(id in right for id in ticked)
        wrong_ticks, wrong_options = len(ticked) - hits, len(options) - len(right)
        guessed = hits * wrong_options <= wrong_ticks * len(right)
        judged = len(options) - len(wrongly)
        number = language.number
        count = language.text(_JUDGED, right=number(judged), many=number(len(options)))
        said = [made.text(option.feedback, language) for option in wrongly if option.feedback]
        return graded(
            0.0 if guessed else judged / len(options),
            (count, *said),
            tuple(option.id for option in wrongly),
        )

    def right(self, made: Variant, language: Language) -> Response:
        """The right options."""
        return [option.id for option in self.options if option.is_right(made)]

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """For each option, the right answer but for it."""
        right = self.right(made, language)
        return {
            option.id: [id for id in right if id != option.id]
            if option.id in right
            else [*right, option.id]
            for option in self.options
        }

    def thoughts(self) -> dict[str, Thought]:
        return {
            option.id: Thought(("task", "options", i), option.text, told=_MISJUDGED)
            for i, option in enumerate(self.options)
        }

    def proof(self, made: Variant) -> Iterator[Seen]:
        """No option reads like another."""
        yield from alike("options", lambda words: self.shown(made, words))

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.chosen import Ticked

        name = language.text("Tick all that are right")
        return Ticked(language, name, self.shown(made, language))
