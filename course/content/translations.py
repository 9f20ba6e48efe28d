"""How the Chinese edition stands to the English one, cell by cell.

Both editions of a notebook are the same file in two folders, with the same cell ids in the same
order. A translated cell of text keeps, in its metadata, the fingerprint of the English text that it
translates; when the English changes, the translation is known to be stale. Code is the same but
for the cell that opens the lesson in its language.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import nbformat

from course.content.places import NOTEBOOKS

SOURCE = "en"
KEY = "translation_of"


class CellFault(NamedTuple):
    """What is wrong with one cell of a translation; `cell` is "" for the notebook as a whole."""

    notebook: str
    cell: str
    fault: str

    def __str__(self) -> str:
        place = f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook
        return f"{place}: {self.fault}"


def fingerprint(text: str) -> str:
    """Of the English text of a cell.

    >>> fingerprint("# Title")
    '79aeaf7ba450'
    """
    return sha256(text.strip().encode()).hexdigest()[:12]


def notebook_names(folder: Path = NOTEBOOKS) -> list[str]:
    """The names of the source edition's notebooks, in order."""
    return sorted(path.name for path in (folder / SOURCE).glob("*.ipynb"))


def faults(name: str, language: str = "zh", folder: Path = NOTEBOOKS) -> Iterator[CellFault]:
    """Everything in which the translation of a notebook has not followed the source."""
    shown = f"{language}/{name}"
    if not (folder / language / name).exists():
        yield CellFault(shown, "", "not translated yet")
        return
    source, translated = (_cells(folder / code / name) for code in (SOURCE, language))
    for id in source.keys() - translated.keys():
        yield CellFault(shown, id, "missing")
    for id in translated.keys() - source.keys():
        yield CellFault(shown, id, "not in the English edition")
    both = [id for id in source if id in translated]
    if both != [id for id in translated if id in source]:
        yield CellFault(shown, "", "its cells stand in another order")
    for id in both:
        if fault := _fault(source[id], translated[id], language):
            yield CellFault(shown, id, fault)


def accept(name: str, language: str = "zh", folder: Path = NOTEBOOKS) -> int:
    """Record that the translation says what the English says now; give how many cells changed."""
    path = folder / language / name
    source = _cells(folder / SOURCE / name)
    translated = nbformat.read(path, as_version=4)
    changed = 0
    for cell in translated.cells:
        if cell.cell_type == "markdown" and cell.id in source:
            mark = fingerprint(source[cell.id].source)
            changed += cell.metadata.get(KEY) != mark
            cell.metadata[KEY] = mark
    nbformat.write(translated, path)
    return changed


def _cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def _fault(source: nbformat.NotebookNode, translated: nbformat.NotebookNode, language: str) -> str:
    if source.cell_type != translated.cell_type:
        return f"is {translated.cell_type}, in English {source.cell_type}"
    if source.cell_type == "code":
        own = source.source.replace('")', f'", language="{language}")')
        own = own.replace("()", f'(language="{language}")')
        allowed = {own} if source.id == "open" else {source.source}
        return "" if translated.source in allowed else "its code is not that of the English cell"
    if source.metadata.get("tags", []) != translated.metadata.get("tags", []):
        return "its tags are not those of the English cell"
    if translated.metadata.get(KEY) != fingerprint(source.source):
        return "stale: the English text has changed since it was translated"
    return ""
