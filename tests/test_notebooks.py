"""The notebooks keep to the lesson template, and their prose quotes only what is computed."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from itertools import groupby
from pathlib import Path

import nbformat
import pytest

from course.notebooks import CellFailed, course_notebooks, execute_in_place
from course.shipped import LOCKED, shipped
from tests.prose import quote_fault, unquoted_numbers

ROOT = Path(__file__).resolve().parents[1]
ALL = course_notebooks()
LESSONS = [path for path in ALL if re.match(r"(?!00)\d\d-", path.name)]

HEADINGS = {
    "en": {
        "goals": "## What you will be able to do",
        "predict": "### Predict",
        "try": "### Try",
        "reveal": "### Reveal",
        "explain": "### Explain",
        "apply": "## Apply",
        "exercises": "## Exercises",
        "rule-of-thumb": "## Rule of thumb",
        "contacts": "## Who to call",
        "sources": "## Sources",
        "next": "## Next",
    },
    "zh": {
        "goals": "## 学完你能做到",
        "predict": "### 猜一猜",
        "try": "### 试一试",
        "reveal": "### 看答案",
        "explain": "### 说一说",
        "apply": "## 用一用",
        "exercises": "## 练习",
        "rule-of-thumb": "## 拇指规则",
        "contacts": "## 找谁帮忙",
        "sources": "## 资料来源",
        "next": "## 下一课",
    },
}
TEACHER = {"en": "**For the instructor**", "zh": "**教师用**"}
TIME = {
    "en": r"\*\*Time:\*\* about \d+ minutes\.",
    "zh": r"\*\*用时：\*\* 约 \d+ 分钟。",
}
RUN_IT = {
    "en": "**If the pictures below do not move, choose Run > Run All Cells "
    "in the menu at the top.**",
    "zh": "**如果下面的图不会动，请在顶部菜单选择 运行 > 运行所有单元格（Run > Run All Cells）。**",
}
FOLD = {
    "en": "<details><summary>Open after your guess</summary>\n\n",
    "zh": "<details><summary>猜完再打开</summary>\n\n",
}
BEFORE = ["title", "goals", "open"]
AFTER = (
    r"apply(?: apply-lab)?{0} rule-of-thumb contacts contacts-card sources sources-list next"
    r" teacher-notes"
)
EXERCISES = " exercises exercises-list"
ROUND = (
    r"topic-{0}(?: predict-{0} predict-{0}-panel)? try-{0} try-{0}-lab(?: try-{0}-lab-\d)*"
    r" reveal-{0} explain-{0}"
)
# A lesson whose lab is a test: a guess is committed with every answer there.
TEST_ROUND = r"topic-{0}(?: try-{0} try-{0}-lab)?(?: reveal-{0})?(?: explain-{0})?"


def shown(path: Path) -> str:
    return path.relative_to(ROOT / "notebooks").with_suffix("").as_posix()


def of_each(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=shown)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def of_type(notebook: nbformat.NotebookNode, cell_type: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == cell_type]


@of_each(ALL)
def test_metadata_is_what_the_course_needs_and_nothing_else(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata == {
        "borrow_wisely": {"lesson": path.stem, "language": path.parent.name, "autorun": True},
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        },
        "language_info": {"name": "python"},
    }


@of_each(ALL)
def test_no_cell_is_changed_or_deleted_by_a_learners_keys(path):
    for cell in read(path).cells:
        assert (cell.metadata["editable"], cell.metadata["deletable"]) == (False, False), cell.id


@of_each(ALL)
def test_the_code_is_what_runs_by_itself(path):
    # As a page does it: https://tc39.es/ecma262/#sec-json.stringify, FIPS 180-4.
    sources = ",".join(
        json.dumps(c.source, ensure_ascii=False) for c in of_type(read(path), "code")
    )
    digest = hashlib.sha256(f"[{sources}]".encode()).hexdigest()
    name = path.relative_to(ROOT).as_posix()
    assert shipped()[name] == digest, f"its code was changed: uv run course execute {name}"


def test_no_other_notebook_runs_by_itself():
    assert shipped().keys() == {path.relative_to(ROOT).as_posix() for path in ALL}


@of_each(ALL)
def test_cell_ids_are_unique_and_mean_something(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    for id in ids:
        assert re.fullmatch(r"[a-z]\w*(?:-[a-z0-9]+)*", id), id
        assert not re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f-]+)?", id), f"{id} was made by a machine"


@of_each(ALL)
def test_code_is_thin_and_folded_away(path):
    for cell in of_type(read(path), "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert 1 <= len(lines) <= 3, cell.id
        assert not lines[-1].rstrip().endswith(";"), f"{cell.id}: nbval has nothing to compare"
        calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
        assert len(calls) == 1, f"{cell.id} makes {len(calls)} calls"
        shown = {"jupyter": {"source_hidden": True}, "tags": ["lesson"]}
        assert cell.metadata == shown | LOCKED, cell.id


@of_each(ALL)
def test_outputs_are_stored_and_stable(path):
    code = of_type(read(path), "code")
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        assert all(output.output_type != "error" for output in cell.outputs), cell.id
        data = [output.data for output in cell.outputs if "data" in output]
        assert data or cell.id == "open", f"{cell.id} shows nothing"
        for bundle in data:
            text = bundle["text/plain"]
            assert text.strip(), cell.id
            assert " at 0x" not in text, f"{cell.id}: an address differs at each run"
            assert not any("widget" in mime for mime in bundle), cell.id


@of_each(ALL)
def test_links_lead_somewhere(path):
    notebook = read(path)
    text = "\n\n".join(cell.source for cell in of_type(notebook, "markdown"))
    places = {
        line.lstrip("#").strip().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    # JupyterLab finds a heading by its words only where they are ASCII, a cell always by its id.
    places |= {f"cell-id={cell.id}" for cell in notebook.cells}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if target.startswith(("http://", "https://")):
            continue
        assert not file or (path.parent / file).is_file(), f"{target} is not there"
        assert file or anchor in places, f"{target} is no place in this notebook"
        assert anchor.isascii(), f"{target} leads nowhere in JupyterLab"


@of_each(ALL)
def test_every_number_in_the_prose_is_quoted_or_excepted(path):
    faults = []
    for cell in of_type(read(path), "markdown"):
        quotes = cell.metadata.get("quotes", [])
        found = [f"no quote: {number}" for number in unquoted_numbers(cell.source, quotes)]
        found += filter(None, (quote_fault(cell.source, quote) for quote in quotes))
        faults += [f"{cell.id}: {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)


@of_each(ALL)
def test_a_dollar_sign_begins_a_formula_and_no_sum_of_money(path):
    for cell in of_type(read(path), "markdown"):
        money = re.search(r"\$\d.*", cell.source)
        assert not money or cell.source.count("$") == 1, f"{cell.id}: {money[0]}"


@of_each(LESSONS)
def test_sections_stand_in_the_order_of_the_template(path):
    cells = read(path).cells
    ids = [cell.id for cell in cells]
    tests = [cell.source for cell in cells if cell.source.startswith("lesson.test(")]
    assert ids[: len(BEFORE)] == BEFORE
    topics = [id.removeprefix("topic-") for id in ids if id.startswith("topic-")]
    assert 1 <= len(topics) <= 5
    form = TEST_ROUND if tests else ROUND
    rounds = " ".join(form.format(re.escape(topic)) for topic in topics)
    # A test asks the lesson's exercises already, and must not give them away.
    after = AFTER.format("" if tests else EXERCISES)
    assert re.fullmatch(f"{rounds} {after}", " ".join(ids[len(BEFORE) :])), ids
    if tests:
        assert tests == ['lesson.test("pre-test")', 'lesson.test("post-test")']
    else:
        assert any(id.startswith("predict-") for id in ids), "the learner commits no guess"


@of_each(LESSONS)
def test_headings_are_those_of_the_template(path):
    language = path.parent.name
    cells = {cell.id: cell.source for cell in of_type(read(path), "markdown")}
    assert cells["title"].startswith(f"# {int(path.name[:2])}. ")
    for id, source in cells.items():
        if id == "teacher-notes":
            # In bold: the table of contents does not name what is hidden from students.
            assert source.splitlines()[0] == TEACHER[language]
            assert not re.search("^#", source, re.MULTILINE)
            continue
        section = next((s for s in HEADINGS[language] if id == s or id.startswith(f"{s}-")), None)
        if section:
            assert source.splitlines()[0] == HEADINGS[language][section], id
        else:
            assert re.match("## " if id.startswith("topic-") else "# ", source), id


@of_each(LESSONS)
def test_the_first_cell_says_how_to_bring_the_lesson_to_life(path):
    assert read(path).cells[0].source.endswith(RUN_IT[path.parent.name])


@of_each(LESSONS)
def test_the_instructors_part_is_hidden_from_students(path):
    tagged = [cell.id for cell in read(path).cells if "teacher" in cell.metadata.get("tags", [])]
    assert tagged == [cell.id for cell in read(path).cells if cell.id.startswith("teacher")]


@of_each(LESSONS)
def test_goals_end_with_the_time_needed(path):
    goals = read(path).cells[1].source.strip().splitlines()
    assert 3 <= sum(line.startswith("- ") for line in goals) <= 5
    assert re.fullmatch(TIME[path.parent.name], goals[-1])


@of_each(LESSONS)
def test_the_contents_give_the_same_time_as_the_lesson(path):
    (minutes,) = re.findall(r"\d+", read(path).cells[1].source.splitlines()[-1])
    contents = "\n".join(cell.source for cell in read(path.with_name("00-welcome.ipynb")).cells)
    row = next(line for line in contents.splitlines() if f"]({path.name})" in line)
    assert re.search(rf"\b{minutes}\s?(?:minutes|分钟)", row), row


@of_each(LESSONS)
def test_an_answer_is_folded_away_until_the_guess(path):
    cells = {cell.id: cell for cell in read(path).cells}
    fold = FOLD[path.parent.name]
    for id, cell in cells.items():
        topic = id.removeprefix("reveal-")
        if topic == id or f"predict-{topic}" not in cells:
            continue
        body = cell.source.partition("\n")[2].strip()
        assert body.startswith(fold), id
        assert body.endswith("\n\n</details>"), id


@of_each(LESSONS)
def test_the_rule_of_thumb_is_one_card(path):
    cell = next(cell for cell in read(path).cells if cell.id == "rule-of-thumb")
    body = cell.source.splitlines()[1:]
    blocks = [quoted for quoted, _ in groupby(line[:1] == ">" for line in body if line.strip())]
    assert blocks == [True]


@of_each(LESSONS)
def test_the_lesson_opens_itself_in_its_language(path):
    source = next(cell.source for cell in read(path).cells if cell.id == "open")
    call = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))
    assert ast.literal_eval(call.args[0]) == path.stem
    language = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert language.get("language", "en") == path.parent.name


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "small.ipynb"

    def write(*sources: str) -> Path:
        cells = [
            nbformat.v4.new_code_cell(source, id=f"cell-{number}")
            for number, source in enumerate(sources, 1)
        ]
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
        return path

    return write


def test_running_a_notebook_twice_gives_the_same_bytes(notebook):
    path = notebook("import ipywidgets", "ipywidgets.IntSlider(value=7)", "print('a'); 3")
    assert execute_in_place(path) == 3
    first = path.read_bytes()
    execute_in_place(path)
    assert path.read_bytes() == first
    slider = read(path).cells[1].outputs[0]
    assert slider.data == {"text/plain": "IntSlider(value=7)"}
    assert "language_info" not in read(path).metadata


def test_a_picture_is_stored_for_a_reader_without_a_kernel(notebook):
    path = notebook("from course.lessons import open_lesson; open_lesson('x').lab('growth')")
    execute_in_place(path)
    (output,) = (o for o in read(path).cells[0].outputs if "image/png" in o.get("data", {}))
    sentence = output.data["text/plain"].rpartition(" | ")[2]
    assert output.metadata["image/png"]["alt"].endswith(sentence)


def test_a_failing_cell_is_named_and_the_file_kept(notebook):
    path = notebook("1", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(CellFailed, match=r"small\.ipynb, cell cell-2: ZeroDivisionError: division"):
        execute_in_place(path)
    assert path.read_bytes() == before


def test_the_kernel_has_no_debugger_and_keeps_no_history(notebook):
    path = notebook(
        "import sys; 'debugpy' in sys.modules and sys.modules['debugpy']",
        "get_ipython().history_manager.enabled",
    )
    execute_in_place(path)
    debugger, history = read(path).cells
    assert debugger.outputs == []
    assert history.outputs[0].data["text/plain"] == "False"
