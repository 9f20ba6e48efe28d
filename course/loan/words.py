"""What the check of a loan says: a code for programs, a message for a reader."""

from __future__ import annotations

from dataclasses import dataclass

from course.content.language import Language
from course.content.messages import Message, ToldError, Words, joined, say, tell


@dataclass(frozen=True, slots=True, init=False)
class Remark:
    """One thing to say: its code, and a message whose template is marked for translation.

    >>> from course.content.language import language
    >>> from course.content.values import CNY
    >>> kept = Remark("kept-back", "{kept} of {amount}", kept=CNY.minor(60000), amount="it")
    >>> kept.text(language("en"))
    'CN¥600 of it'
    """

    code: str
    message: Message

    def __init__(self, code: str, template: str, /, **values: Words) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "message", say(template, **values))

    def text(self, language: Language) -> str:
        """The sentence in a language."""
        return tell(self.message, language)


class Refused(ToldError, ValueError):
    """What was given cannot be used. It has a code and a message, as a remark has.

    >>> str(Refused("empty", "The file is empty."))
    'The file is empty.'
    """

    message: Message

    def __init__(self, code: str, template: str, /, **values: Words) -> None:
        super().__init__(template, **values)
        self.code = code


@dataclass(frozen=True, slots=True)
class Names:
    """Names from a file, told in quotation marks one after the other."""

    names: tuple[str, ...]

    def told(self, language: Language) -> str:
        quoted = (say("“{name}”", name=name) for name in self.names)
        return tell(joined(*quoted, between=say(", ")), language)
