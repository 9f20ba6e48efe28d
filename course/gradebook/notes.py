"""What a teacher should look at: what differs from what a file says, or could not be marked."""

from __future__ import annotations

from typing import NamedTuple

from course.content.language import marked

KINDS = {
    "branch": marked("Files of one learner of which none continues the other"),
    "mark": marked("The file says another mark"),
    "answer": marked("The answer cannot be marked"),
    "seed": marked("The numbers are not those this learner was given"),
    "version": marked("Another version of the exercise"),
    "gone": marked("The exercise is not there"),
    "broken": marked("The exercise has a fault"),
    "id": marked("One attempt with two contents"),
    "learner": marked("Attempts of another learner"),
    "names": marked("One learner with several names"),
}
"""By kind, in the order in which they are shown: what they are called."""


class Note(NamedTuple):
    """One thing to look at. `attempt` is the attempt's id, "" where it is about a file."""

    kind: str
    who: str
    learner: str
    exercise: str
    at: str
    attempt: str
    detail: str
