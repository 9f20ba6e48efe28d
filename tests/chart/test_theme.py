"""Colours: one for one thing, told apart, and readable."""

from __future__ import annotations

import itertools
import re

import pytest

from course.chart.theme import COLOURS, HATCHES, INKS, LIGHT, ROLES
from course.ui.styles import STYLE

# What drawn parts of a whole stand beside each other in the labs.
SIDE_BY_SIDE = ("principal", "interest", "fee", "penalty", "saved")


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    """Relative luminance: Web Content Accessibility Guidelines 2.2."""
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(a: str, b: str) -> float:
    """Contrast ratio: Web Content Accessibility Guidelines 2.2."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_every_role_has_a_colour_of_its_own():
    assert set(ROLES) == set(INKS)
    assert len(set(COLOURS.values())) == len(ROLES)


def test_no_two_neighbours_share_a_pattern():
    patterns = [HATCHES.get(role) for role in SIDE_BY_SIDE]
    assert len(set(patterns)) == len(patterns)
    assert len(set(HATCHES.values())) == len(HATCHES)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"grid"}))
def test_letters_and_lines_are_readable(role):
    assert contrast(INKS[role], LIGHT.paper) >= 4.5


@pytest.mark.parametrize("ink", ["ink", "faint_ink"])
def test_text_is_readable(ink):
    assert contrast(getattr(LIGHT, ink), LIGHT.paper) >= 4.5


def test_text_of_the_style_sheet_is_readable_on_white():
    colours = re.findall(r"(?<![-\w])color: var\([^,]+, (#[0-9a-f]{6})\)", STYLE)
    assert colours
    assert min(contrast(colour, "#FFFFFF") for colour in colours) >= 4.5


def test_neighbours_differ_for_the_colour_blind():
    """Brettel, Viénot and Mollon (1999): red or green cones missing, as one matrix each."""
    protan = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
    deutan = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))

    def seen(colour: str, matrix) -> list[float]:
        return [
            sum(a * b for a, b in zip(row, linear(colour), strict=True)) ** (1 / 2.2)
            if sum(a * b for a, b in zip(row, linear(colour), strict=True)) > 0
            else 0.0
            for row in matrix
        ]

    for matrix in (protan, deutan):
        for a, b in itertools.combinations(SIDE_BY_SIDE, 2):
            gap = max(
                abs(x - y)
                for x, y in zip(seen(COLOURS[a], matrix), seen(COLOURS[b], matrix), strict=True)
            )
            assert gap > 0.1, (a, b)


def test_a_map_grows_darker():
    shades = [luminance(colour) for colour in LIGHT.ramp]
    assert shades == sorted(shades, reverse=True)
    assert min(a / b for a, b in itertools.pairwise(shade + 0.05 for shade in shades)) > 1.15
