"""The labs: one interactive picture a module, each `inputs -> numbers -> chart -> sentence`.

A lab is a module of this package that ends in its `LAB`; `names()` finds them, so that adding a lab
is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # whoever only asks for names draws nothing
    from course.ui.lab import Lab


def names() -> tuple[str, ...]:
    """The names of the labs that exist, in alphabetical order; `_name` is a helper of labs."""
    found = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(sorted(name for name in found if not name.startswith("_")))


def lab(name: str) -> Lab[Any, Any]:
    """One lab by its name. Raises KeyError naming the labs that exist.

    >>> lab("growth").title
    'Interest on interest'
    """
    if name not in names():
        raise KeyError(f"lab {name!r} does not exist; the labs are: {', '.join(names())}")
    return importlib.import_module(f"{__name__}.{name}").LAB
