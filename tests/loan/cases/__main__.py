"""How the reading of repayment plans does: a line for each case, and the counts."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.loan.cases import CASES, Class, answered, cases, judged


def main(folder: Path) -> None:
    """Prints the class of each case of a folder, what differs, and the counts."""
    counts: Counter[Class] = Counter()
    for case in cases(folder):
        try:
            found, told = judged(case, answered(case))
        except Exception as error:
            # A crash is worth a line of its own, not the end of the table.
            found, told = Class.SILENTLY_WRONG, f"crashed: {error!r}"
        counts[found] += 1
        print(f"{found:15} {case.id:14} {case.path.name:34} {told[:200]}".rstrip())
    print(", ".join(f"{each} {counts[each]}" for each in Class), f"of {counts.total()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
