// A lesson that the server only lets be read stays as it is on the page too. Its cells say of
// themselves that they are neither edited nor deleted, and JupyterLab does not save what cannot be
// written; what is left is done here: no cell is added, moved or merged, no stray letter is taken for
// a command, and a lesson never asks to be saved.

const CONTROLS = ".jp-OutputArea-output, .bw-read, input, textarea, select";
const isStray = event => event.key.length === 1 && event.key !== " " &&
  !(event.ctrlKey || event.altKey || event.metaKey) && !event.target.closest?.(CONTROLS);
const isSave = event => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey &&
  event.key.toLowerCase() === "s";

// The sequence of cells changes only when the notebook is read anew from its file. Gives what undoes
// this.
const fixCells = ({ content, model: { sharedModel: cells } }) => {
  let reading = false;
  const { fromJSON, insertCells, deleteCellRange } = cells;
  cells.fromJSON = (...args) => {
    reading = true;
    try { return fromJSON.apply(cells, args); } finally { reading = false; }
  };
  cells.insertCells = (...args) => reading ? insertCells.apply(cells, args) : [];
  cells.deleteCellRange = (...args) => reading && deleteCellRange.apply(cells, args);
  content.moveCell = () => {};
  return () => {
    for (const name of ["fromJSON", "insertCells", "deleteCellRange"]) delete cells[name];
    delete content.moveCell;
  };
};

export const lock = (panel, { isCurrent, onSave }) => {
  const { context, model, sessionContext } = panel;
  const loosen = fixCells(panel);
  const keepClean = () => {
    if (model.dirty) queueMicrotask(() => { model.dirty = false; });
  };
  const keepStray = event => isStray(event) && event.stopPropagation();
  const keepSave = event => {
    if (!isSave(event) || !isCurrent()) return;
    event.preventDefault();
    event.stopPropagation();
    onSave();
  };
  const unlock = () => {
    loosen();
    panel.removeClass("bw-locked");
    model.stateChanged.disconnect(keepClean);
    panel.node.removeEventListener("keydown", keepStray, true);
    document.removeEventListener("keydown", keepSave, true);
  };
  panel.addClass("bw-locked");
  model.stateChanged.connect(keepClean);
  keepClean();
  panel.node.addEventListener("keydown", keepStray, true);
  document.addEventListener("keydown", keepSave, true);
  // Nothing is lost when such a lesson starts again, so nobody need be asked.
  sessionContext.kernelPreference =
    { ...sessionContext.kernelPreference, skipKernelRestartDialog: true };
  // "Save as" leaves the page with a copy, which belongs to whoever made it.
  const onCopied = () => {
    context.pathChanged.disconnect(onCopied);
    unlock();
    for (const { model: cell } of panel.content.widgets) {
      for (const name of ["editable", "deletable"]) cell.deleteMetadata(name);
    }
  };
  context.pathChanged.connect(onCopied);
  panel.disposed.connect(unlock);
};
