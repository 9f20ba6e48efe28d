// Names for what is left without one: the handle of a slider, which a screen reader meets as a
// control of its own, and the picture that a notebook stores, which is seen until its cell is run.
// And the handle's value in words: the slider itself says a bare number with its binary dust.

const NAMELESS = ".noUi-handle:not([aria-label]), .jp-RenderedImage img:not([alt])";

const sayValue = ({ target }) => {
  const quantity = target.closest?.(".bw-quantity");
  const said = quantity?.querySelector(".bw-box input")?.placeholder;
  const handle = quantity?.querySelector(".noUi-handle");
  if (said && handle && handle.getAttribute("aria-valuetext") !== said) {
    handle.setAttribute("aria-valuetext", said);
  }
};

const nameHandles = root => {
  for (const handle of root.querySelectorAll(".noUi-handle:not([aria-label])")) {
    const name = handle.closest(".widget-slider")?.querySelector(".widget-label")?.title;
    if (name) handle.setAttribute("aria-label", name);
    sayValue({ target: handle });
  }
};

const nameImages = panel => {
  for (const cell of panel.content.widgets) {
    cell.outputArea?.widgets.forEach((shown, number) => {
      const image = shown.node.querySelector(".jp-RenderedImage img:not([alt])");
      const output = image && cell.outputArea.model.get(number);
      if (output) image.alt = output.metadata["image/png"]?.alt ?? output.data["text/plain"] ?? "";
    });
  }
};

export const nameThings = panel => {
  const root = panel.content.node;
  const name = () => { nameHandles(root); nameImages(panel); };
  const observer = new MutationObserver(changes => {
    changes.filter(({ type }) => type === "attributes").forEach(sayValue);
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    if (added.some(node => node.matches?.(NAMELESS) || node.querySelector?.(NAMELESS))) name();
  });
  const attributeFilter = ["aria-valuetext", "placeholder"];
  observer.observe(root, { childList: true, subtree: true, attributeFilter });
  panel.disposed.connect(() => observer.disconnect());
  name();
};
