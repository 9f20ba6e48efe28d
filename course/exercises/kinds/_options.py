"""Options to choose from, in a list."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import Language
from course.exercises.fields import Credit, Formula, Name, Part
from course.exercises.kinds._kind import Texts
from course.exercises.variants import Variant

Shuffle = Annotated[bool, Meta(description="false: the options keep their order.")]


class Option(Part, frozen=True):
    """One of the answers to choose from. `right` may be a formula that is true or false."""

    id: Name
    text: Annotated[Words, Meta(description="What is chosen.")]
    right: Annotated[
        bool | Formula, Meta(description="true, or a formula that is true where it is right.")
    ] = False
    feedback: Annotated[Words | None, Meta(description="Said to whoever chose wrongly here.")] = (
        None
    )
    credit: Credit = 0.0

    def is_right(self, made: Variant) -> bool:
        """Whether this option is right in this variant."""
        if isinstance(self.right, bool):
            return self.right
        return bool(worked_out(self.right, made.values))


def shown_options(
    made: Variant, options: tuple[Option, ...], shuffle: bool, language: Language
) -> Texts:
    """The options in the order of this variant."""
    in_order = made.shuffled(options) if shuffle else options
    return {option.id: made.text(option.text, language) for option in in_order}
