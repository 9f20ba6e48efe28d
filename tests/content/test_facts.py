import datetime
import json
import re

import pytest

from course.content.errors import DataError
from course.content.facts import fact, facts
from course.content.places import DATA


def test_the_rows_are_whole():
    rows = facts().values()
    assert len(rows) >= 130
    for row in rows:
        for words in (row.claim, row.source_title):
            assert re.search("[\u4e00-\u9fff]", words.zh), row.id
        if re.fullmatch(r"\d{4}-\d\d-\d\d", row.date):
            datetime.date.fromisoformat(row.date)


def test_a_confirmed_fact_from_outside_can_be_looked_up():
    for row in facts().values():
        if row.confirmed and row.source_kind == "primary" and not row.id.startswith("EC-"):
            assert row.source_url.startswith("http"), row.id


def test_an_unconfirmed_fact_needs_to_be_asked_for():
    with pytest.raises(ValueError, match="COST-10 is unconfirmed"):
        fact("COST-10")
    assert fact("COST-10", allow_unconfirmed=True).value("0.6") == 13.03


def test_an_unknown_fact_is_named():
    with pytest.raises(KeyError, match="NO-1"):
        fact("NO-1")


@pytest.mark.parametrize("path", ["both.apr", "none", "both.nominal_apr.more", "bot"])
def test_an_unknown_value_is_named_with_what_there_is(path):
    with pytest.raises(KeyError, match="CALC-STACK has no value"):
        fact("CALC-STACK").value(path)


def test_values_are_found_by_path():
    assert fact("CALC-STACK").value("both.nominal_apr") == 0.32187134
    assert fact("CALC-DAILY").value("0.0005.compound365") == 0.20015941
    assert fact("CASE-01").value("first") == 141_000


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"confirmed": "yes"}, r"\[0\]\.confirmed.*bool"),
        ({"claim": {"en": "no Chinese"}}, "zh"),
        ({"id": "TEL-01"}, "TEL-01 twice"),
        ({"id": "lower"}, r"\.id"),
    ],
)
def test_a_broken_file_is_named(tmp_path, change, named):
    file = tmp_path / "facts.json"
    rows = json.loads((DATA / "facts.json").read_text(encoding="utf-8"))
    file.write_text(json.dumps([rows[0] | change, *rows[1:]]), encoding="utf-8")
    with pytest.raises(DataError, match=rf"facts\.json.*{named}"):
        facts(file)
