"""Why a record could not be kept or a file not be read, in words for the learner."""

from __future__ import annotations

from course.content.messages import ToldError


class NotSaved(ToldError):
    """What was to be kept is not on the disk."""


class NotRead(ToldError):
    """What is on the disk cannot be read."""


class RecordFileError(ToldError):
    """A file that does not hold a record this course can read, or cannot be made of one."""
