// Keeps a lesson alive. When its kernel died or was restarted the pictures on the page belong to no
// kernel any more; the lesson says so and runs again.

const OFTEN = 3; // deaths
const A_WHILE = 60_000; // milliseconds
const RECONNECT = 5_000; // milliseconds
const PATIENCE = 15_000; // milliseconds

// The connection tells itself whether that helped.
const reconnect = kernel => kernel.reconnect().catch(() => {});

// JupyterLab is about to say in a dialog what the lesson says itself.
const dropDialog = Dialog => Dialog.tracker.forEach(dialog => {
  if (!dialog.isAttached) dialog.reject();
});

// `again` runs the lesson anew and tells whether it did.
export const keepAlive = (panel, { banner, Dialog, again }) => {
  const { sessionContext } = panel;
  let deaths = []; // when
  let died = false; // by itself, and not because somebody restarted it
  let stopped = false; // since then nothing was run

  const start = async () => {
    stopped = true;
    banner.say("stopped");
    if (sessionContext.session?.kernel) await sessionContext.restartKernel();
    else await sessionContext.changeKernel({ name: sessionContext.prevKernelName || "python3" });
  };
  const offer = name => banner.say(name, { button: "start", press: start });

  const revive = async () => {
    stopped = false;
    const often = died && deaths.length >= OFTEN;
    died = false;
    if (often) return offer("often");
    if (await again() && !stopped) banner.say("again", { seconds: 15 });
  };

  const onStatus = (_, status) => {
    if (status === "autorestarting") {
      dropDialog(Dialog);
      died = true;
      deaths = [...deaths.filter(at => at > Date.now() - A_WHILE), Date.now()];
    }
    if (status === "autorestarting" || status === "restarting") {
      stopped = true;
      banner.say("stopped");
    } else if (status === "dead") {
      stopped = true;
      offer("halted");
    }
  };
  // A new kernel may say that it is idle before the page listens; its answer to a question is for
  // this page. One that is lost on the way is asked again, through another connection.
  const ask = async () => {
    const { kernel } = sessionContext.session;
    setTimeout(() => {
      if (!stopped || panel.isDisposed || kernel !== sessionContext.session?.kernel) return;
      if (kernel.connectionStatus === "connected" && kernel.status !== "dead") reconnect(kernel);
    }, PATIENCE);
    try {
      await kernel.requestKernelInfo();
    } catch {
      return; // that kernel is gone, too: its successor is asked
    }
    if (stopped) revive();
  };
  const onKernel = (_, { oldValue, newValue }) => {
    if (oldValue && oldValue !== newValue) stopped = true;
    if (stopped && !newValue) offer("halted");
  };
  // JupyterLab stops trying after some minutes.
  const onConnection = (_, status) => {
    if (status === "connected") {
      if (stopped) ask();
      return banner.hide("away");
    }
    if (status !== "disconnected") return;
    setTimeout(() => {
      const kernel = !panel.isDisposed && sessionContext.session?.kernel;
      if (kernel && kernel.connectionStatus === "disconnected" && kernel.status !== "dead") {
        reconnect(kernel);
      }
    }, RECONNECT);
  };
  sessionContext.statusChanged.connect(onStatus);
  sessionContext.kernelChanged.connect(onKernel);
  sessionContext.connectionStatusChanged.connect(onConnection);
};
