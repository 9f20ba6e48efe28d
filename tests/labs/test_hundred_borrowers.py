"""A hundred borrowers against the published shares, and the crowd that is the same for all."""

from __future__ import annotations

import random

import numpy as np
import pytest

from course.chart import Band, Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.values import USD
from course.labs import hundred_borrowers as lab
from course.labs.hundred_borrowers import Inputs, crowd, numbers, row_length
from course.ui.lab import with_guesses

EN = language("en")
EVERYBODY = np.array([row_length((place + 0.5) / 200_000) for place in range(200_000)])


def test_everybody_together_has_the_published_shares():
    shares = fact("EV-17")
    long = EVERYBODY >= 10
    assert long.mean() == pytest.approx(shares.value("seq10"), abs=1e-4)
    assert EVERYBODY[long].sum() / EVERYBODY.sum() == pytest.approx(
        shares.value("loans_in_seq10"), abs=1e-3
    )
    renewed = (EVERYBODY - 1).sum() / EVERYBODY.sum()
    assert renewed == pytest.approx(shares.value("renew14"), abs=1e-3)
    assert EVERYBODY.mean() == pytest.approx(5, abs=0.01)


def test_rows_grow_with_the_place_and_begin_at_one():
    assert EVERYBODY[0] == 1
    assert (np.diff(EVERYBODY) >= 0).all()
    assert set(EVERYBODY) >= set(range(1, 40))
    assert row_length(0.0) == 1
    assert row_length(0.85 - 1e-12) == 9
    assert row_length(0.85) == 10
    assert row_length(1 - 2**-53) > 100


def test_each_further_loan_of_a_short_row_is_as_likely_as_the_one_before():
    counts = np.bincount(EVERYBODY)
    assert counts[2:10] / counts[1:9] == pytest.approx([counts[2] / counts[1]] * 8, rel=2e-3)


def test_a_number_always_shows_the_same_crowd():
    draw = random.Random(7).random
    assert crowd(7) == tuple(row_length(draw()) for _ in range(100))
    # The widely printed first number of seed 1; no version of Python changes it.
    assert random.Random(1).random() == 0.13436424411240122
    assert crowd(1)[0] == row_length(0.13436424411240122) == 1
    assert crowd(50) != crowd(51)


def test_the_crowd_at_the_start_is_near_the_shares():
    found = numbers(Inputs())
    assert found.long_rows == 15
    assert found.long_share.number == pytest.approx(0.5, abs=0.01)
    assert 1 - 100 / sum(found.rows) == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("limit", ["none", "2", "4", "6", "9"])
@pytest.mark.parametrize("loan", [1, 5, 26])
@pytest.mark.parametrize("seed", [1, 50, 999])
def test_people_and_money_add_up(seed, loan, limit):
    found = numbers(Inputs(seed=seed, loan=loan, limit=limit))
    most = 10_000 if limit == "none" else int(limit)
    rows = [min(row, most) for row in crowd(seed)]
    assert found.left == sum(row >= loan for row in rows)
    assert found.fees == USD(45 * sum(rows))
    assert found.fees + found.spared == USD(45 * sum(crowd(seed)))
    assert found.so_far == USD(45 * sum(min(row, loan) for row in rows))
    assert found.stopped == sum(row > most for row in crowd(seed))
    assert found.rate.annual == pytest.approx(0.15 * 365 / 14)


def points(found):
    chart = in_language(lab.chart(found), EN)
    return {mark.name: len(mark.x) for mark in chart.of(Points)}


def test_every_borrower_is_one_point():
    found = numbers(Inputs(loan=10))
    assert points(found) == {"Takes loan 10": 15, "Out before loan 10": 85}
    limited = numbers(Inputs(loan=10, limit="6"))
    names = points(limited)
    assert sum(names.values()) == 100
    assert names["Stopped by the limit"] == limited.stopped
    assert points(numbers(Inputs(loan=1))) == {"Takes loan 1": 100}


def test_the_areas_of_the_rows_are_the_loans():
    found = numbers(Inputs(view="rows", limit="6"))
    chart = in_language(lab.chart(found), EN)
    bands = {mark.name: mark for mark in chart.of(Band)}
    areas = {
        name: float(np.sum((np.asarray(band.high) - band.low)[::2])) for name, band in bands.items()
    }
    spared = areas.pop("Fees that the limit takes away")
    assert USD(spared * 45) == found.spared
    assert USD(sum(areas.values()) * 45) == found.fees


def test_the_lines_begin_with_all_and_the_shares_pass_their_mark():
    chart = in_language(lab.chart(numbers(Inputs(view="left"))), EN)
    lines = {mark.name: mark.y for mark in chart.of(Line)}
    assert lines["This crowd"][0] == 100
    published = lines["By the published shares"]
    assert published[0] == pytest.approx(100)
    assert published[9] == pytest.approx(15)
    for loan in (2, 5, 13, 26):
        take_it = np.count_nonzero(loan <= EVERYBODY) / len(EVERYBODY)
        assert published[loan - 1] == pytest.approx(100 * take_it, abs=0.05)


def test_the_guess_stands_at_the_tenth_loan():
    def drawn(view):
        found = numbers(Inputs(view=view))
        chart = with_guesses(lab.chart(found), lab.guesses(found), (40.0, 0.2))
        return [(mark.x, mark.y) for mark in chart.of(Points) if mark.role == "guess"]

    assert drawn("left") == [((10,), (40.0,))]
    assert drawn("rows") == drawn("crowd") == []


def test_the_sentence_says_money_first_and_no_verdict():
    words = tell(lab.sentence(numbers(Inputs())), EN)
    assert "In the end 15 have ten loans or more" in words
    assert words.index("$") < words.index("%")
    assert "391.07% a year (US Regulation Z, nominal)" in words
    limited = tell(lab.sentence(numbers(Inputs(limit="6"))), EN)
    assert "What they do instead, the shares do not say." in limited


def test_prediction_asks_what_the_lab_answers():
    people, share = lab.prediction().asks
    assert people.truth.number == 15
    assert share.truth.number == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (Inputs(), "15 of them take loan 10, each with $450 of fees by then for the $300"),
        (Inputs(loan=26), "None of them takes loan 26."),
        (Inputs(loan=10, limit="9"), "None of them takes loan 10."),
    ],
)
def test_the_sentence_counts_those_who_go_on(inputs, words):
    assert words in tell(lab.sentence(numbers(inputs)), EN)
