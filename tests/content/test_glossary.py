"""The glossary, and that both editions and the messages keep to it."""

import json
import re
import shutil

import nbformat
import pytest
from babel.messages.pofile import read_po

from course.content.errors import DataError
from course.content.facts import facts
from course.content.glossary import FOR_PAGES, GLOSSARY, for_pages, load_glossary
from course.content.language import LOCALE
from course.content.offers import OFFERS
from course.content.places import NOTEBOOKS
from course.exercises.exercise import EXERCISES

TERMS = load_glossary()

# Where a text goes without the term for good reason; each is still needed.
EXCEPTIONS = {
    # The method's own name in Chinese says what it is.
    ("interest", "equal shares of the amount, plus interest"),
    # "Another loan" in the same sentence says whose.
    ("lender", "04-instalment-illusion.ipynb predict-zero"),
}


def texts():
    """Every English text with its Chinese one, and where it stands."""
    for path in sorted((NOTEBOOKS / "zh").glob("*.ipynb")):
        english = {
            cell.id: cell.source
            for cell in nbformat.read(NOTEBOOKS / "en" / path.name, as_version=4).cells
        }
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and cell.id in english:
                yield f"{path.name} {cell.id}", english[cell.id], cell.source
    with (LOCALE / "zh" / "LC_MESSAGES" / "course.po").open("rb") as lines:
        for message in read_po(lines, locale="zh"):
            if message.id and (text := message.string):
                english = message.id if isinstance(message.id, str) else message.id[0]
                chinese = text if isinstance(text, str) else text[0]
                # The names to fill in are no words of the text.
                bare = re.sub(r"\{\w+\}", "…", english)
                if chinese:
                    yield english, bare, chinese


def elsewise():
    """Every use of a term in English whose Chinese text has another word."""
    for place, english, chinese in texts():
        for id, term in TERMS.items():
            if term.stands_in(english, "en") and not term.stands_in(chinese, "zh"):
                yield id, place


def test_a_term_is_translated_the_same_way_everywhere():
    found = set(elsewise())
    assert found - EXCEPTIONS == set()
    assert EXCEPTIONS - found == set(), "no longer needed"


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_definition_is_plain(term):
    english, chinese = term.definition["en"], term.definition["zh"]
    for text in (english, chinese):
        assert not re.search(r"[*_`<>$\[\]{}\n]", text), "no markup"
    assert re.fullmatch(r"[A-Z0-9].*\.", english)
    assert english.isascii() or set(re.findall(r"[^\x00-\x7f]", english)) <= set("“”")
    assert len(english.split()) <= 40
    assert re.fullmatch(r"[^,;:?!()]+。", chinese), "Chinese punctuation"
    assert not re.search(r"[A-Za-z]{2,}", chinese.replace("LPR", ""))
    assert len(chinese) <= 80


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_term_rests_on_a_confirmed_fact_or_on_usage(term):
    assert not term.source or facts()[term.source].confirmed


def test_two_terms_do_not_share_a_word():
    for code in ("en", "zh"):
        words = [term.term[code].casefold() for term in TERMS.values()]
        assert len(set(words)) == len(words)


def test_no_form_belongs_to_two_terms():
    for code in ("en", "zh"):
        forms = [form.casefold() for term in TERMS.values() for form in set(term.forms(code))]
        assert len(set(forms)) == len(forms)


def test_what_pages_explain_is_the_glossary():
    page = json.loads(FOR_PAGES.read_text(encoding="utf-8"))
    assert page == for_pages(TERMS), "run: uv run course schema"
    # What is looked for first is longest, or a part of a term would be taken for the whole.
    for code in ("en", "zh"):
        lengths = [len(form) for form in page[code]["forms"]]
        assert lengths == sorted(lengths, reverse=True)


def prose(code):
    """All that stands in the notebooks of an edition, code and folded answers included."""
    return "\n".join(
        cell.source
        for path in sorted((NOTEBOOKS / code).glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown"
    )


def test_every_term_is_used_in_both_editions():
    with (LOCALE / "zh" / "LC_MESSAGES" / "course.po").open("rb") as lines:
        messages = [(str(message.id), str(message.string)) for message in read_po(lines)]
    for place, code in enumerate(("en", "zh")):
        text = prose(code) + "\n".join(message[place] for message in messages)
        for file in (*EXERCISES.glob("*/*.yaml"), *OFFERS.glob("*.yaml")):
            text += file.read_text(encoding="utf-8")
        assert {id for id, term in TERMS.items() if not term.stands_in(text, code)} == set()


def test_an_id_that_stands_twice_is_named(tmp_path):
    file = tmp_path / "glossary.yaml"
    shutil.copy(GLOSSARY, file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: interest\n", "id: principal\n"), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"terms\[1\]\.id is 'principal'; allowed: an id of its own"
    ):
        load_glossary(file)


def test_a_field_left_empty_is_named(tmp_path):
    file = tmp_path / "glossary.yaml"
    text = GLOSSARY.read_text(encoding="utf-8")
    file.write_text(text.replace('zh: "本金"', 'zh: ""', 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"terms\[0\]\.term\.zh is empty"):
        load_glossary(file)
