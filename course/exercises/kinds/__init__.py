"""The kinds of exercise, one a module: what its file holds, how it is marked, shown and proved.

A kind is a module of this package with one subclass of `Kind`, whose tag is the module's name;
`names()` finds them, so that adding a kind is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.exercises.kinds._kind import Kind


def names() -> tuple[str, ...]:
    """What a file calls each kind, in alphabetical order; `_name` is a helper of kinds.

    >>> [name for name in names() if name.startswith("one")]
    ['one_choice']
    """
    found = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(sorted(name for name in found if not name.startswith("_")))


@cache
def kinds() -> dict[str, type[Kind]]:
    """Each kind by its name. Raises TypeError for a module that holds none of its own name.

    >>> kinds()["one_choice"].__name__
    'ChoiceTask'
    """
    from course.exercises.kinds._kind import Kind

    found: dict[str, type[Kind]] = {}
    for name in names():
        module = importlib.import_module(f"{__name__}.{name}")
        for each in vars(module).values():
            is_kind = isinstance(each, type) and issubclass(each, Kind)
            if is_kind and each.__struct_config__.tag == name:
                found[name] = each
        if name not in found:
            raise TypeError(f'{module.__name__} has no class (Kind, tag="{name}")')
    return found
