// One line at the head of a lesson in which it says what happens to it, in its own language.

export const WORDS = {
  en: {
    run: "Run this lesson",
    foreign: "This notebook did not come with the course, so its code does not run by itself. "
      + "Run it if you know where it is from.",
    changed: "The code of this lesson is not what came with the course, so it does not run by "
      + "itself. Run it if you changed it, or trust whoever did.",
    unchecked: "At this address a browser cannot check that this lesson is as it came with the "
      + "course, so its code does not run by itself.",
    stopped: "The part of this lesson that calculates has stopped and is starting again. Your "
      + "answers and guesses are kept.",
    again: "The lesson works again, with your answers and guesses. Sliders are back where they "
      + "began.",
    halted: "The part of this lesson that calculates has stopped. Your answers and guesses are "
      + "kept.",
    often: "The part of this lesson that calculates has stopped several times in a row and is not "
      + "started again by itself. Your answers and guesses are kept.",
    start: "Start again",
    away: "The course cannot be reached. If it was ended, start it again with “uv run course”; "
      + "otherwise wait, the lesson comes back by itself. Your answers and guesses are kept.",
    save: "Nothing needs saving here: your answers and guesses are kept by themselves. "
      + "“Save Notebook As” in the File menu makes a copy that you can write in.",
  },
  zh: {
    run: "运行本课",
    foreign: "这个笔记本不是课程自带的，其中的代码不会自动运行。知道它从哪里来，再运行。",
    changed: "本课的代码和课程自带的不一样，不会自动运行。是你自己改的，或者信得过改它的人，再运行。",
    unchecked: "在这个网址上，浏览器无法核对本课是不是课程原来的样子，所以代码不会自动运行。",
    stopped: "本课的计算停了，正在重新启动。你的答案和猜测都保存着。",
    again: "本课又能用了，你的答案和猜测都在。滑块回到了最初的位置。",
    halted: "本课的计算停了。你的答案和猜测都保存着。",
    often: "本课的计算接连停了几次，不再自动启动。你的答案和猜测都保存着。",
    start: "重新启动",
    away: "现在连不上课程。如果课程已经关闭，请用“uv run course”重新打开；不然请稍等，连上后本课会自动恢复。"
      + "你的答案和猜测都保存着。",
    save: "这里不用保存：你的答案和猜测会自动保存。想写自己的笔记，请在“文件”菜单里把笔记本另存一份。",
  },
};

// `say(name, {button, press, seconds, over})` shows the sentence of that name until another one or
// `hide` of its name. What is said `over` a sentence with a button gives place to it again.
export const bannerOf = (panel, Widget, language) => {
  const words = WORDS[language];
  const row = document.createElement("div");
  const sentence = document.createElement("span");
  sentence.setAttribute("role", "status");
  row.className = "bw-banner";
  row.lang = language;
  row.append(sentence);
  const widget = new Widget();
  widget.node.append(row);
  panel.contentHeader.addWidget(widget);
  // JupyterLab places its parts by numbers, so the height of wrapped text has to be told.
  const observer = new ResizeObserver(() => {
    widget.node.style.minHeight = `${row.offsetHeight}px`;
    widget.parent?.fit();
  });
  observer.observe(row);
  panel.disposed.connect(() => observer.disconnect());

  let shown;
  let asked; // what is shown with a button until it is pressed
  let leaving;
  const clear = () => {
    clearTimeout(leaving);
    shown = undefined;
    sentence.textContent = "";
    row.querySelector("button")?.remove();
  };
  const show = (name, { button, press, seconds }) => {
    clear();
    shown = name;
    sentence.textContent = words[name];
    if (button) {
      const pressed = document.createElement("button");
      pressed.type = "button";
      pressed.textContent = words[button];
      pressed.addEventListener("click", () => {
        asked = undefined;
        clear();
        press();
      });
      row.append(pressed);
    }
    if (seconds) leaving = setTimeout(hide, seconds * 1000, name);
  };
  const hide = name => {
    if (name !== shown) return;
    clear();
    if (asked) show(...asked);
  };
  const say = (name, options = {}) => {
    if (!options.over) asked = options.button && [name, options];
    show(name, options);
  };
  return { say, hide };
};
