"""What must hold between the fields of an exercise, whatever its numbers are."""

from __future__ import annotations

from course.content.yaml_files import Check

CHECKS: tuple[Check, ...] = ()
