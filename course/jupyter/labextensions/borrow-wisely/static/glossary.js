// The terms of the glossary in a lesson's prose. Where a term first stands in a notebook it is
// underlined with dots, and says what it means when the pointer rests on it, when the keyboard
// comes to it and when it is tapped. Only the page changes, never the text of the notebook.

const NOT_PROSE = "h1, h2, h3, h4, h5, h6, a, button, code, pre, summary, mjx-container";

// {language: {terms: {id: {term, definition}}, forms: {form: id}}}, made from data/glossary.yaml.
let loading;
const load = () =>
  loading ??= fetch(new URL("glossary.json", import.meta.url)).then(reply => reply.json());

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A form in Latin letters is a word of its own; Chinese has no spaces to go by.
const word = form => /[a-z]/i.test(form) ? `(?<![\\w-])${escaped(form)}(?![\\w-])` : form;

const boxId = (language, id) => `bw-definition-${language}-${id}`;

// What finds the terms of a language in a text. Their definitions stand in the page from then on,
// hidden, so that a screen reader has them before they are shown.
const finders = {};
const finderOf = language => finders[language] ??= load().then(glossary => {
  const { terms, forms } = glossary[language];
  for (const [id, { term, definition }] of Object.entries(terms)) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = term;
    box.append(name, " ", definition);
    Object.assign(box, { id: boxId(language, id), className: "bw-definition", hidden: true });
    box.setAttribute("role", "tooltip");
    box.lang = language;
    document.body.append(box);
  }
  return {
    language,
    ids: new Map(Object.entries(forms).map(([form, id]) => [form.toLowerCase(), id])),
    pattern: new RegExp(Object.keys(forms).map(word).join("|"), "gi"),
  };
});

const markText = (text, seen, { language, ids, pattern }) => {
  const fresh = [...text.data.matchAll(pattern)]
    .map(({ 0: form, index }) => ({ form, index, id: ids.get(form.toLowerCase()) }))
    .filter(({ id }) => !seen.has(id) && seen.add(id));
  for (const { form, index, id } of fresh.reverse()) {
    const found = text.splitText(index);
    found.splitText(form.length);
    const mark = document.createElement("span");
    mark.className = "bw-term";
    mark.dataset.term = id;
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-describedby", boxId(language, id));
    found.replaceWith(mark);
    mark.append(found);
  }
};

const walk = (node, seen, finder) => {
  if (node.nodeType === Node.TEXT_NODE) return markText(node, seen, finder);
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(NOT_PROSE)) return;
  if (node.matches(".bw-term")) {
    // Marked before; it stays unless the term now stands further up.
    if (seen.has(node.dataset.term)) node.replaceWith(...node.childNodes);
    else seen.add(node.dataset.term);
    return;
  }
  // What is folded away does not count for the open text after it.
  const inside = node.matches("details") ? new Set(seen) : seen;
  for (const child of [...node.childNodes]) walk(child, inside, finder);
};

// Mark the terms in the rendered cells of one notebook, given in order. Done a second time it
// changes nothing, so it may follow every change of the page, its own included.
export const markTerms = async (cells, language) => {
  const finder = await finderOf(language);
  const seen = new Set();
  for (const cell of cells()) walk(cell, seen, finder);
};

const COLOURS = ["--jp-content-font-color0", "--jp-content-font-color1", "--jp-layout-color1"];

let shown; // {term, box}
let leaving; // the pointer is on its way from a term to its definition, or away

const hide = () => {
  clearTimeout(leaving);
  if (shown) shown.box.hidden = true;
  shown = undefined;
};

const place = () => {
  if (!shown) return;
  const { term, box } = shown;
  const [at] = term.getClientRects();
  if (!at) return hide();
  const left = Math.min(at.left, innerWidth - box.offsetWidth - 8);
  const below = at.bottom + 4 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${below ? at.bottom + 4 : at.top - 4 - box.offsetHeight}px`;
};

const show = term => {
  hide();
  shown = { term, box: document.getElementById(term.getAttribute("aria-describedby")) };
  // Large text and high contrast, where they are chosen, are the notebook's and not the page's.
  const look = getComputedStyle(term);
  shown.box.style.fontSize = look.fontSize;
  for (const name of COLOURS) shown.box.style.setProperty(name, look.getPropertyValue(name));
  shown.box.hidden = false;
  place();
};

const termAt = event => event.target.closest?.(".bw-term");
const boxAt = event => event.target.closest?.(".bw-definition");

export const answerReaders = () => {
  document.addEventListener("focusin", event => termAt(event) && show(termAt(event)));
  document.addEventListener("focusout", event => termAt(event) && hide());
  document.addEventListener("click", event => {
    if (termAt(event)) show(termAt(event));
    else if (!boxAt(event)) hide();
  });
  document.addEventListener("pointerover", event => {
    if (event.pointerType === "touch") return; // a tap is a click
    if (boxAt(event) || (shown && termAt(event) === shown.term)) clearTimeout(leaving);
    else if (termAt(event)) show(termAt(event));
  });
  document.addEventListener("pointerout", event => {
    if (event.pointerType === "touch" || !(termAt(event) || boxAt(event))) return;
    clearTimeout(leaving);
    if (shown && document.activeElement !== shown.term) leaving = setTimeout(hide, 300);
  });
  // Before JupyterLab, which has uses of its own for these keys.
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && shown) hide();
    else if (["Enter", " "].includes(event.key) && termAt(event)) show(termAt(event));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("scroll", place, { capture: true, passive: true });
};
