"""Where the course keeps its files, found from this file so that any working directory will do."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"


def shown(path: Path) -> str:
    """The path as a reader should see it: relative to the project, with forward slashes.

    >>> shown(DATA / "facts.json")
    'data/facts.json'
    """
    path = Path(path)
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()
