"""How the server hands out the course's notebooks: to read and run, and for instructors to change.

A learner's keys, JupyterLab's own saving and its file browser then cannot change a file that comes
with the course. JupyterLab shows such a notebook as read-only and offers "Save as". A copy under
another name belongs to whoever made it, and is a notebook like any other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError
from traitlets import Bool

from course.content.language import language, marked
from course.content.places import ROOT
from course.shipped import lock, shipped, unlock

REFUSED = marked(
    "{name} comes with the course and is not changed, renamed or deleted here. "
    "A copy under another name is yours."
)


class LessonFiles(AsyncLargeFileManager):
    """Jupyter's own access to files, less what would change a lesson."""

    lessons_editable = Bool(False, config=True, help="Whether lessons can be changed and saved.")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._lessons = {_same(ROOT / name): ROOT / name for name in shipped()}

    def is_writable(self, path: str) -> bool:
        """Whether JupyterLab may save the file."""
        return super().is_writable(path) and (self.lessons_editable or self._lesson(path) is None)

    async def get(self, path: str, *args: Any, **options: Any) -> dict[str, Any]:
        """What JupyterLab opens; cells that may be changed do not say that they may not."""
        model = await super().get(path, *args, **options)
        if model["writable"] and _of_the_course(model):
            unlock(model["content"]["cells"])
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Write a file. Raises HTTPError 403 for a lesson that is only to be read."""
        self._refuse_for(path)
        if _of_the_course(model):
            (unlock if self._lesson(path) is None else lock)(model["content"]["cells"])
        return await super().save(model, path)

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Give a file or folder another name. Raises HTTPError 403 if that would move a lesson."""
        self._refuse_for(old_path)
        await super().rename_file(old_path, new_path)

    async def delete_file(self, path: str) -> None:
        """Delete a file or folder. Raises HTTPError 403 if that would delete a lesson."""
        self._refuse_for(path)
        await super().delete_file(path)

    def mark_trusted_cells(self, nb: dict[str, Any], path: str = "") -> None:
        """Mark whether stored outputs may run scripts; for a lesson without a word about it.

        Nobody signs a lesson, and its stored outputs need no script.
        """
        if self._lesson(path) is None:
            super().mark_trusted_cells(nb, path)
        else:
            self.notary.mark_cells(nb, self.notary.check_signature(nb))

    def _lesson(self, path: str) -> Path | None:
        return self._lessons.get(_same(Path(self._get_os_path(path.strip("/")))))

    def _refuse_for(self, path: str) -> None:
        """Raise HTTPError 403 for a lesson, or a folder with lessons, that is only to be read."""
        place = _same(Path(self._get_os_path(path.strip("/"))))
        inside = (file for key, file in self._lessons.items() if place in (key, *key.parents))
        lesson = None if self.lessons_editable else next(inside, None)
        if lesson is not None:
            raise HTTPError(403, language(lesson.parent.name).text(REFUSED, name=path))


def _same(path: Path) -> Path:
    # On some systems one file answers to names in large and in small letters.
    return Path(str(path.resolve()).casefold())


def _of_the_course(model: dict[str, Any]) -> bool:
    content = model.get("content") or {"metadata": {}}
    return model.get("type") == "notebook" and "borrow_wisely" in content["metadata"]
