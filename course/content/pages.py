"""HTML pages out of templates that stand beside the code which fills them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.content.tables import table_html

if TYPE_CHECKING:
    from jinja2 import Template


def page(template: Path, **values: Any) -> str:
    """The template filled. What stands in a value is text and is escaped.

    The template has two filters: `table` for a `Table`, and `html` for markup that the course made
    itself. Raises jinja2.UndefinedError for a name that is not given.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.html"
    ...     _ = file.write_text("<p>{{ said }}</p>{{ svg | html }}")
    ...     page(file, said="<b>", svg="<svg/>")
    '<p>&lt;b&gt;</p><svg/>'
    """
    return _template(template).render(values)


@lru_cache
def _template(file: Path) -> Template:
    # Here, because a lesson that makes no page needs no jinja2.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(file.parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["html"] = Markup
    environment.filters["table"] = lambda table: Markup(table_html(table))
    return environment.get_template(file.name)
