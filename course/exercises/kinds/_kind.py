"""What a kind of exercise is: all that the course must know of it, with what most kinds do.

A kind must say what it is called (`NAME`), how an answer is marked, which one is right, which ones
show a misconception, and in which controls it is given. The rest is for kinds that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import LANGUAGES, Language, language
from course.content.yaml_files import FieldPath, Finding
from course.exercises.answers import Answer, Labs, Submit
from course.exercises.fields import Part, Unit
from course.exercises.marking import Mark, Response
from course.exercises.plain import Plain
from course.exercises.seen import Seen, problem_of
from course.exercises.variants import Variant

if TYPE_CHECKING:
    from course.exercises.exercise import Exercise
    from course.exercises.kinds._asked import Asked


Texts = dict[str, str]
"""Words in the learner's language by the id of what they are of, in the order of the variant."""


class Thought(NamedTuple):
    """A wrong way of thinking that marking knows by an id.

    `path` is where it stands in the file, `words` what the gradebook calls it, put into the message
    `told` if there is one. `credit` is what an answer by it alone earns; None: not a share of its
    own, as where several things are judged at once.
    """

    path: FieldPath
    words: Words
    credit: float | None = None
    told: str = ""


class Sought(NamedTuple):
    """A number that is asked for: the part that asks, where it stands, and what its formulas know.

    `id` is that of the part, "" where it is the whole task.
    """

    id: str
    asked: Asked
    path: FieldPath
    values: dict[str, float]

    @property
    def answer(self) -> float:
        return worked_out(self.asked.answer, self.values)


class Kind(Part, tag_field="kind", frozen=True):
    """How an exercise is answered, and what is right; its fields are those of `task` in a file.

    `data` is the whole exercise as its file has it, of which parts may be missing or wrong: a
    check ends where it stumbles over one.
    """

    NAME: ClassVar[str]
    """What it is called, a message to be translated."""
    ANSWER: ClassVar[FieldPath] = ("task",)
    """Where the right answer stands."""
    TELLS_ANSWER: ClassVar[bool] = False
    """Whether the explanation knows the right answer as {answer}."""

    # The file, without numbers.

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """What is wrong between the fields of the task."""
        yield from ()

    @classmethod
    def own_names(cls, data: Plain) -> list[tuple[FieldPath, str]]:
        """Names that the task gives to numbers, for the explanation, and where they stand."""
        return []

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str] | None:
        """The names that the formula at the path may use; None: those of a lab as well.

        `names` are those of the exercise's parameters and values.
        """
        return names

    # One variant.

    def named(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        """Numbers that texts know by name, beside parameters and values."""
        return {}

    def shown(self, made: Variant, language: Language) -> Texts:
        """What there is to choose from, or is asked in turn."""
        return {}

    def seen_beside(self, made: Variant) -> str:
        """What the learner sees that is not in the words of the question, and that may differ."""
        return ""

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """See `course.exercises.marking.mark`."""
        raise NotImplementedError

    def right(self, made: Variant, language: Language) -> Response:
        """An answer that is fully right."""
        raise NotImplementedError

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception, the answer of whoever has it; without those that have none here."""
        raise NotImplementedError

    # Misconceptions.

    def thoughts(self) -> dict[str, Thought]:
        """The wrong ways of thinking by the ids that marking gives them, in the file's order."""
        return {
            thought.id: Thought(
                ("task", "misconceptions", i), thought.feedback, getattr(thought, "credit", None)
            )
            for i, thought in enumerate(getattr(self, "misconceptions", ()))
        }

    # The proof, beside what is proved of every kind.

    def proof_of_file(self, exercise: Exercise) -> Iterator[Seen]:
        """What is wrong before there is a variant; one is only made if there is nothing."""
        yield from ()

    def proof(self, made: Variant) -> Iterator[Seen]:
        """What is wrong with a variant that only this kind can have."""
        yield from ()

    def sought(self, made: Variant) -> Iterator[Sought]:
        """The numbers that are asked for, each proved to be told from the wrong ones."""
        yield from ()

    def told(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        """The numbers that a hint must not hold."""
        return {".".join(map(str, s.path)): (s.answer, s.asked.unit) for s in self.sought(made)}

    def is_answerable(self, made: Variant) -> bool:
        """Whether there is a right answer at all; what is missing is another rule's to say."""
        return not any(problem_of(s.answer, s.asked.unit) for s in self.sought(made))

    # For the author and the learner.

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        """What stands beside the question, as headings with their lines."""
        lines = [f"{id}: {words}" for id, words in self.shown(made, language).items()]
        yield language.text("To choose from"), lines

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        """The controls in which it is answered, from `course.exercises.answers`, imported here.

        `submit()` is called when an answer is given by Enter; `labs` gives the lab of a name.
        """
        raise NotImplementedError


def alike(field: str, texts_of: Callable[[Language], Texts]) -> Iterator[Seen]:
    """With their numbers in, two of the texts of a list of the task read the same."""
    for code in LANGUAGES:
        words = list(texts_of(language(code)).values())
        twice = next((text for text in words if words.count(text) > 1), None)
        if twice is not None:
            yield Seen(("task", field), "words that differ in every variant", twice)
