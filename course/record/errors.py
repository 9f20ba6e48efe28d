"""Why a record could not be kept or a file not be read, in words for the learner."""

from __future__ import annotations

from course.content.language import Language


class _Told(Exception):
    """`reason` is a message marked for translation, `values` what its braces are filled with."""

    def __init__(self, reason: str, **values: object) -> None:
        self.reason, self.values = reason, values
        super().__init__(reason.format(**values))

    def text(self, language: Language) -> str:
        """The reason in the learner's language."""
        return language.text(self.reason, **self.values)


class NotSaved(_Told):
    """What was to be kept is not on the disk."""


class NotRead(_Told):
    """What is on the disk cannot be read."""


class RecordFileError(_Told):
    """A file that does not hold a record this course can read, or cannot be made of one."""
