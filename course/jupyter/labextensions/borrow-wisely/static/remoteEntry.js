// Runs the cells of a lesson once when the lesson is opened, so that somebody who has never seen
// a notebook meets live pictures. A notebook asks for it in its metadata,
// {"borrow_wisely": {"autorun": true}}, and is run by itself only if its code is the course's own
// (own-code.js); any other such notebook waits for a click on a button (banner.js). A lesson starts
// again when its kernel was lost (kernel.js), and stays as it is under a learner's keys (locked.js).
// The cells of its instructor's part are hidden unless the course was opened for a teacher. The terms
// of the glossary are marked in its prose (glossary.js), its rule of thumb can be read aloud
// (read-aloud.js), and what has no name gets one (names.js).
//
// JupyterLab loads an extension as a module federation container. This one is written by hand
// and needs no build: it takes the classes it uses from what JupyterLab shares.
(() => {
  const HERE = document.currentScript.src;
  const NAME = "borrow-wisely";
  const WIDGET = "application/vnd.jupyter.widget-view+json";

  const shared = async (scope, name) => {
    const [version] = Object.values(scope[name]);
    return (await version.get())();
  };

  const sources = panel =>
    panel.content.widgets.map(cell => cell.model.sharedModel.getSource()).join("\0");

  // Live already: the page was loaded again while the kernel went on and the notebook had been
  // saved with its widgets, which are then restored from the kernel.
  const alive = async (panel, codeCells) => {
    const { kernel } = panel.sessionContext.session;
    const reply = await kernel.requestExecute({ code: "", silent: true }).done;
    return reply.content.execution_count > 0 && codeCells(panel).some(cell =>
      cell.model.outputs.toJSON().some(output => output.data && WIDGET in output.data));
  };

  // Cells tagged "teacher" are shown in the teacher's edition only.
  const hideTeachersPart = panel => {
    for (const cell of panel.content.widgets) {
      if (cell.model.getMetadata("tags")?.includes("teacher")) cell.hide();
    }
  };

  // Cell by cell and not by the menu's command, which selects the last cell and scrolls to it.
  const run = async (panel, CodeCell, codeCells) => {
    // The page keeps its place while pictures are taken away and drawn anew.
    const cells = codeCells(panel);
    for (const { node } of cells) node.style.minHeight = `${node.offsetHeight}px`;
    try {
      for (const cell of cells) {
        const reply = await CodeCell.execute(cell, panel.sessionContext);
        if (reply && reply.content.status !== "ok") break;
      }
    } finally {
      setTimeout(() => cells.forEach(({ node }) => { node.style.minHeight = ""; }), 2000);
    }
  };

  // A key pressed at a control of a lesson belongs to the control: JupyterLab would take an arrow at
  // a menu for a step to the next cell, and two presses of "d" at a button for "delete the cell".
  // What is pressed with Ctrl, Alt or Cmd, and Shift+Enter, stays JupyterLab's.
  const keepKeys = event => {
    const command = event.ctrlKey || event.altKey || event.metaKey;
    const runs = event.key === "Enter" && event.shiftKey;
    if (!command && !runs && event.target.closest?.(".bw-lab, .bw-read")) event.stopPropagation();
  };

  // What the page adds to a lesson's prose, again whenever a cell was rendered anew.
  const furnish = (panel, language, { markTerms, offerReading, stopReading }) => {
    const shown = () => panel.content.widgets.filter(cell =>
      cell.model.type === "markdown" && !cell.isHidden);
    // Rendered and in order; a cell by its id, or all.
    const prose = id => shown().filter(cell => !id || cell.model.id === id)
      .flatMap(cell => [...cell.node.querySelectorAll(".jp-RenderedMarkdown")]);
    let asked = false;
    const furnishSoon = () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        if (panel.isDisposed) return;
        for (const cell of prose("rule-of-thumb")) offerReading(cell, language);
        markTerms(prose, language)
          .catch(error => console.error(`${NAME}: the terms are not explained`, error));
      });
    };
    const observer = new MutationObserver(changes => {
      // Not each letter that somebody types into a cell.
      if (changes.some(({ target }) => !target.closest?.(".jp-Editor"))) furnishSoon();
    });
    const watch = () => {
      for (const cell of shown()) observer.observe(cell.node, { childList: true, subtree: true });
      furnishSoon();
    };
    watch();
    panel.model.cells.changed.connect(watch);
    panel.disposed.connect(() => { observer.disconnect(); stopReading(); });
  };

  const FILES = ["glossary.js", "read-aloud.js", "names.js", "own-code.js", "banner.js",
    "locked.js", "kernel.js"];

  const extension = async scope => {
    const { CodeCell } = await shared(scope, "@jupyterlab/cells");
    const { INotebookTracker } = await shared(scope, "@jupyterlab/notebook");
    const { Dialog } = await shared(scope, "@jupyterlab/apputils");
    const { ConnectionLost, IConnectionLost } = await shared(scope, "@jupyterlab/application");
    const { Widget } = await shared(scope, "@lumino/widgets");
    const [glossary, readAloud, { nameThings }, { code, codeCells, standing, teacher },
      { WORDS, bannerOf }, { lock }, { keepAlive }] =
      await Promise.all(FILES.map(name => import(new URL(name, HERE))));
    const opened = new WeakSet(); // contexts: a second view of a notebook shares the first one's
    const banners = new Set();
    let firstLesson = true;

    // Run the lesson at once if the code is the course's own or has been let run; else ask.
    const enliven = (panel, banner) => {
      let allowed; // the code that somebody wanted to be run
      const start = async ({ anew }) => {
        const clean = !panel.model.dirty;
        const before = sources(panel);
        const text = code(panel);
        const how = text === allowed ? "own" : await standing(panel.context.path, text);
        await Promise.all([panel.sessionContext.ready, panel.revealed]);
        if (panel.isDisposed || text !== code(panel)) return false;
        if (how !== "own") {
          const press = () => { allowed = code(panel); attempt({ anew: true }); };
          banner.say(how, { button: "run", press });
          return false;
        }
        if (!panel.sessionContext.session?.kernel) return false;
        if (!anew && await alive(panel, codeCells)) return false;
        await run(panel, CodeCell, codeCells);
        // Nobody typed anything, so closing the lesson needs no question about saving it.
        if (clean && !panel.isDisposed && sources(panel) === before) panel.model.dirty = false;
        return true;
      };
      const attempt = how => start(how).catch(error => {
        if (!panel.isDisposed) console.error(`${NAME}: the lesson was not run`, error);
        return false;
      });
      keepAlive(panel, { banner, Dialog, again: () => attempt({ anew: true }) });
      attempt({ anew: false });
    };

    const lessons = {
      id: `${NAME}:autorun`,
      description: "Runs the cells of a lesson when it is opened",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => {
        const open = async (_, panel) => {
          await panel.context.ready;
          const asked = panel.model?.getMetadata("borrow_wisely");
          if (!asked?.autorun) return;
          const language = Object.hasOwn(WORDS, asked.language) ? asked.language : "en";
          panel.addClass("bw-lesson");
          if (!teacher()) hideTeachersPart(panel);
          furnish(panel, language, { ...glossary, ...readAloud });
          nameThings(panel);
          if (firstLesson) {
            firstLesson = false;
            app.restored.then(() => showContents(app));
          }
          const banner = bannerOf(panel, Widget, language);
          banners.add(banner);
          panel.disposed.connect(() => banners.delete(banner));
          if (panel.context.contentsModel?.writable === false) {
            lock(panel, {
              isCurrent: () => app.shell.currentWidget === panel,
              onSave: () => banner.say("save", { seconds: 15, over: true }),
            });
          }
          if (opened.has(panel.context)) return;
          opened.add(panel.context);
          enliven(panel, banner);
        };
        document.body.addEventListener("keydown", keepKeys);
        document.head.append(Object.assign(document.createElement("link"),
          { rel: "stylesheet", href: new URL("lesson.css", HERE) }));
        glossary.answerReaders();
        tracker.forEach(panel => open(tracker, panel));
        tracker.widgetAdded.connect(open);
      },
    };
    // Where a lesson is open it says itself that the server is away, in place of a dialog.
    const connection = {
      id: `${NAME}:connection`,
      description: "Says in a lesson that the course cannot be reached",
      provides: IConnectionLost,
      activate: () => async (...failure) => {
        if (!banners.size) return ConnectionLost(...failure);
        for (const banner of banners) banner.say("away", { over: true });
      },
    };
    return [lessons, connection];
  };

  // Beside the lesson stands its table of contents; on a narrow screen the lesson has it all.
  const showContents = app => {
    if (window.innerWidth < 1000) app.shell.collapseLeft();
    else app.commands.execute("toc:show-panel");
  };

  let scope;
  (window._JUPYTERLAB ??= {})[NAME] = {
    init: shareScope => { scope = shareScope; },
    get: async () => {
      const plugins = await extension(scope);
      return () => ({ __esModule: true, default: plugins });
    },
  };
})();
