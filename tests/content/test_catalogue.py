"""The template of the message catalogues."""

import ast
import io
import re

import pytest
from babel.messages.pofile import read_po, write_po

from course.content import catalogue as messages
from course.content import language as module
from course.content.catalogue import KEYWORDS, TEMPLATE, template, untranslated
from course.content.language import language
from course.content.places import ROOT


def test_the_template_holds_every_message_of_the_course():
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run: uv run course catalogue"


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(tmp_path, monkeypatch):
    file = tmp_path / "zh" / "LC_MESSAGES" / "course.po"
    file.parent.mkdir(parents=True)
    # A day had no plural when it was translated.
    old = [("Lender", "贷款人"), ("No longer there", "没有了"), ("{count} day", "{count} 天")]
    text = "\n\n".join(f'msgid "{id}"\nmsgstr "{string}"' for id, string in old)
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "TEMPLATE", tmp_path / "course.pot")
    assert [path.name for path in messages.update()] == ["course.pot", "course.po"]
    assert messages.update() == []
    found = read_po(io.StringIO(file.read_text(encoding="utf-8")))
    assert found["Lender"].string == "贷款人"
    assert "No longer there" not in found
    assert found["Platform"].string == ""
    missing = untranslated("zh")
    assert {"Platform", "{count} day"} <= set(missing)
    assert "fuzzy" not in file.read_text(encoding="utf-8")
    assert "Lender" not in missing


def test_no_message_stands_inside_an_f_string_where_it_is_not_found():
    for path in sorted((ROOT / "course").rglob("*.py")):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    message = isinstance(node.args[0], ast.Constant) and name in KEYWORDS
                    assert not message, f"{path.name}: {node.args[0].value!r}"


def test_marked_text_and_plural_messages_are_found():
    found = read_po(io.StringIO(template()))
    assert "Guarantee company" in found  # marked
    assert "Type your answer first." in found  # text
    assert ("{count} month", "{count} months") in [message.id for message in found]


def test_a_message_is_not_put_together_from_parts():
    """A message with Python's own formatting in it cannot be translated."""
    for message in read_po(io.StringIO(template())):
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            assert not re.search(r"%[sd]|%\(", text), text
            # Every brace is a name that a translator may move.
            assert re.sub(r"\{[a-z_]+\}", "", text).count("{") == 0, text
            # The extraction takes the key of `text(NAMES["us-reg-z"])` for a message.
            assert not re.fullmatch(r"\w+(?:-\w+){2,}", text), text


def test_a_catalogue_begun_from_the_template_makes_a_language(tmp_path, monkeypatch):
    catalogue = read_po(io.StringIO(template()), locale="zh")
    catalogue["Lender"].string = "贷款人"
    catalogue["{count} month"].string = ("{count} 个月",)
    file = tmp_path / "zh" / "LC_MESSAGES" / "course.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as lines:
        write_po(lines, catalogue)
    monkeypatch.setattr(module, "LOCALE", tmp_path)
    language.cache_clear()
    try:
        assert language("zh").text("Lender") == "贷款人"
        assert language("zh").text("Platform") == "Platform"
        assert [language("zh").counted(n, "months") for n in (1, 2)] == ["1 个月", "2 个月"]
    finally:
        language.cache_clear()


# What Chinese writes in Latin letters too: formats, rules and programs, signs, ids of facts.
LATIN = {
    "APR",
    "CNY",
    "CSV",
    "fee",
    "Ctrl",
    "Excel",
    "IRR",
    "JSON",
    "JupyterLab",
    "KB",
    "LAW",
    "LPR",
    "MB",
    "PDF",
    "UTC",
    "XIRR",
    "XLS",
    "XLSX",
    "YAML",
    "git",
}
HAN = "[\u4e00-\u9fff]"


def chinese():
    """The messages of the Chinese catalogue: English forms, Chinese text."""
    file = module.LOCALE / "zh" / "LC_MESSAGES" / "course.po"
    with file.open("rb") as lines:
        for message in read_po(lines, locale="zh", abort_invalid=True):
            if message.id:
                english = (message.id,) if isinstance(message.id, str) else message.id
                text = message.string
                yield english, text if isinstance(text, str) else text[0]


def names(*texts):
    return {name for text in texts for name in re.findall(r"\{\w+\}", text)}


def test_everything_is_said_in_chinese_too():
    assert untranslated("zh") == []


def test_a_chinese_message_keeps_every_name_and_adds_none():
    for english, text in chinese():
        assert names(text) == names(*english), text


def test_chinese_messages_have_chinese_punctuation():
    for _, text in chinese():
        assert not re.search(rf"{HAN}[,:;?!()]|[,:;?!()]{HAN}|[,;:?!]$", text), text
        assert not re.search(r"[，。：；？！（）、“”] | [，。：；？！（）、”]", text), text


def test_chinese_messages_have_no_english_word():
    for _, text in chinese():
        words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", text)))
        assert words <= LATIN, (words - LATIN, text)


def test_chinese_stands_apart_from_numbers():
    """As an editor sets it: a space between a Chinese word and digits or Latin letters."""
    for _, text in chinese():
        assert not re.search(rf"{HAN}[0-9A-Za-z]|[0-9A-Za-z%]{HAN}", text), text


@pytest.mark.parametrize("code", module.LANGUAGES)
def test_a_committed_catalogue_can_be_read_and_keeps_the_names_to_fill_in(code):
    file = module.LOCALE / code / "LC_MESSAGES" / "course.po"
    if not file.exists():
        assert language(code).text("Lender") == "Lender"
        return
    with file.open("rb") as lines:
        for message in read_po(lines, abort_invalid=True):
            ids = (message.id,) if isinstance(message.id, str) else message.id
            texts = (message.string,) if isinstance(message.string, str) else message.string
            names = {name for text in ids for name in re.findall(r"\{\w+\}", text)}
            for text in filter(None, texts if message.id else ()):
                assert set(re.findall(r"\{\w+\}", text)) <= names, text
