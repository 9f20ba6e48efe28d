"""A guess before the answer: taken as typed, measured, never lost."""

from __future__ import annotations

import math

import pytest

from course.content.language import language
from course.content.values import CNY, USD, Months, Share
from course.ui.lab import Ask, Prediction
from course.ui.prediction import PredictionPanel
from tests.chart.charts import MARKING

EN = language("en")


def panel(*asks: Ask, **how) -> PredictionPanel:
    asks = asks or (Ask("After 10 years", USD(3000)), Ask("A year", Share(0.36)))
    return PredictionPanel(Prediction("What is owed?", *asks), EN, **how)


def typed(made: PredictionPanel, *entries: str) -> PredictionPanel:
    for box, entry in zip(made.boxes, entries, strict=True):
        box.value = entry
    made.commit()
    return made


def test_nothing_is_said_before_the_guess():
    made = panel()
    assert made.guess is None
    assert made.distances() == ()
    assert "3,000" not in made.line
    assert made._answer.value == ""


def test_a_guess_is_committed_once_and_kept():
    committed = []
    made = panel(on_commit=lambda: committed.append(1))
    typed(made, "$2,000", "24")
    assert made.guess == (2000, 0.24)
    assert committed == [1]
    assert all(box.disabled for box in made.boxes)
    assert made.commit_button.layout.display == "none"
    assert [box.value for box in made.boxes] == ["2,000", "24"]


@pytest.mark.parametrize("entry", ["36", "36%", "36 %"])
def test_a_percentage_may_be_typed_with_its_sign_or_without(entry):
    made = typed(panel(Ask("A year", Share(0.36))), entry)
    assert made.guess == (pytest.approx(0.36),)


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        (2000, "Your guess: $2,000. The true figure: $3,000. Your guess is $1,000 too low."),
        (4000, "Your guess: $4,000. The true figure: $3,000. Your guess is $1,000 too high."),
        (3030, "Your guess: $3,030. The true figure: $3,000. Well judged!"),
        (3031, "Your guess: $3,031. The true figure: $3,000. Your guess is $31 too high."),
    ],
)
def test_the_distance_is_told_with_its_direction(guess, said):
    made = panel(Ask("After 10 years", USD(3000)))
    made.show((guess,))
    assert made.distances() == (said,)
    assert said in made.line


def test_between_percentages_lie_percentage_points():
    made = panel(Ask("A year", Share(0.36)))
    made.show((0.3,))
    assert "6 percentage points too low" in made.distances()[0]


def test_what_never_ends_has_no_distance():
    made = panel(Ask("Months", Months(math.inf)))
    made.show((24,))
    assert made.distances() == ("Your guess: 24 months. In truth it never ends.",)


def test_a_wrong_entry_is_named_and_nothing_is_lost():
    made = typed(panel(), "2,000", "lots")
    assert made.guess is None
    assert [box.value for box in made.boxes] == ["2,000", "lots"]
    assert 'role="alert"' in made._message.value
    assert "A year" in made._message.value
    assert "After 10 years" not in made._message.value
    assert "lots" in made._message.value
    typed(made, "2,000", "36")
    assert made.guess == (2000, 0.36)
    assert made._message.value == ""


def test_an_empty_guess_is_no_guess():
    assert typed(panel(), "", "").guess is None


def test_what_was_typed_is_not_read_as_html():
    made = typed(panel(), "<b>1", "36")
    assert "<b>" not in made._message.value


def test_every_number_asked_must_be_guessed():
    with pytest.raises(ValueError, match="the guess has 1 numbers; asked are 2"):
        panel().show((1.0,))


def test_a_question_without_an_answer_is_refused():
    with pytest.raises(ValueError, match="'Months' has no true answer"):
        Ask("Months", Months(math.nan))


def test_boxes_are_named_by_their_questions():
    assert [box.description for box in panel().boxes] == ["After 10 years", "A year"]


def test_the_answer_is_announced():
    made = typed(panel(), "1", "1")
    assert 'role="status" aria-live="polite"' in made._answer.value


def test_all_it_says_is_translated():
    asks = (Ask("?", USD(3000)), Ask("?", USD(math.inf)), Ask("?", USD(1)))
    made = PredictionPanel(Prediction("?", *asks), MARKING)
    assert made.commit_button.description.startswith("‹")
    made.show((2000.0, 2000.0, 2000.0))
    assert all(said[0] == "‹" and said[-1] == "›" for said in made.distances())


def entered(made: PredictionPanel, place: int) -> None:
    """What the browser sends for Enter."""
    made.boxes[place]._handle_custom_msg({"event": "submit"}, [])


def test_enter_in_a_box_commits_once_all_are_filled_in():
    committed = []
    made = panel(on_commit=lambda: committed.append(1))
    made.boxes[0].value = "2,000"
    entered(made, 0)
    assert made.guess is None
    assert made._message.value == ""
    made.boxes[1].value = "24"
    entered(made, 0)
    assert made.guess == (2000, 0.24)
    entered(made, 1)
    assert committed == [1]


def test_enter_in_the_last_box_names_what_is_empty():
    made = panel()
    made.boxes[1].value = "24"
    entered(made, 1)
    assert made.guess is None
    assert "After 10 years: Type a number" in made._message.value


def test_a_question_that_ends_in_a_colon_has_one_colon_where_it_is_named():
    for code, said in (("en", "Fees in all: Type"), ("zh", "费用合计：请")):
        label = {"en": "Fees in all:", "zh": "费用合计："}[code]
        asks = (Ask(label, CNY(1)), Ask("?", CNY(1)))
        made = PredictionPanel(Prediction("?", *asks), language(code))
        made.commit()
        assert said in made._message.value


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("12％", "an amount in $"),
        ("2万元", "an amount in CN¥ and is not read as an amount in $"),
        ("−$5", "“−$5” is below zero. Type 0 or more."),
        ("1.234", "Type one of these: 1.2340, 1234.00."),
    ],
)
def test_a_guess_in_another_unit_or_with_two_meanings_is_asked_back(entry, said):
    made = typed(panel(Ask("Fees", USD(3))), entry)
    assert made.guess is None
    assert said in made._message.value
    assert made.boxes[0].value == entry


def test_a_comma_before_the_decimals_is_read():
    assert typed(panel(Ask("Fees", USD(3))), "547,50").guess == (547.5,)
    assert typed(panel(Ask("A year", Share(3.0))), "12,5").guess == (0.125,)
