"""The controls in which answers are given; a kind of exercise takes those that suit it.

All can be worked with the keyboard alone, and every control has a name of its own.
"""

from __future__ import annotations

from course.exercises.answers.answer import Answer, Labs, Submit

__all__ = ["Answer", "Labs", "Submit"]
