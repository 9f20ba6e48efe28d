// The card with the rule of thumb, read aloud in a voice of the learner's own machine. Voices that
// would send the text to somebody's server are left alone.

const WORDS = {
  en: {
    read: "Read aloud",
    stop: "Stop",
    noVoice: "This browser has no English voice of its own, so it cannot read this aloud.",
    noSpeech: "This browser cannot read aloud.",
  },
  zh: {
    read: "朗读",
    stop: "停止",
    noVoice: "这个浏览器没有自带的中文语音，不能朗读。",
    noSpeech: "这个浏览器不能朗读。",
  },
};
const SPOKEN = { en: "en", zh: "zh-CN" };
// Best first. Hong Kong's voices speak Cantonese.
const FITTING = { en: [/^en\b/i], zh: [/^(zh|cmn)[-_](Hans[-_])?CN/i, /^(zh|cmn)(?![-_]HK)/i] };
const PATIENCE = 1000; // milliseconds; some browsers list their voices only when asked, and later

const listed = () => new Promise(resolve => {
  const voices = speechSynthesis.getVoices();
  if (voices.length) return resolve(voices);
  const give = () => resolve(speechSynthesis.getVoices());
  speechSynthesis.addEventListener("voiceschanged", give, { once: true });
  setTimeout(give, PATIENCE);
});

const voiceFor = async language => {
  const own = (await listed()).filter(voice => voice.localService);
  return FITTING[language].map(form => own.find(voice => form.test(voice.lang))).find(Boolean);
};

let speaking; // {button, speech} of the card that is being read

const silent = () => {
  speaking.button.textContent = speaking.button.dataset.read;
  speaking = undefined;
};

export const stopReading = () => {
  if (!speaking) return;
  silent();
  speechSynthesis.cancel();
};

const read = async (card, language, button, message) => {
  const words = WORDS[language];
  message.textContent = "";
  if (!window.speechSynthesis) return message.textContent = words.noSpeech;
  const voice = await voiceFor(language);
  if (!voice) return message.textContent = words.noVoice;
  stopReading();
  const text = card.textContent.replace(/\s+/g, " ").trim();
  const speech = new SpeechSynthesisUtterance(text);
  Object.assign(speech, { voice, lang: SPOKEN[language] });
  // A reading that was stopped may end when the next has begun.
  speech.onend = speech.onerror = () => speaking?.speech === speech && silent();
  speaking = { button, speech };
  button.textContent = words.stop;
  speechSynthesis.speak(speech);
};

// Put the button below the card of a rendered cell, where it is not there yet.
export const offerReading = (cell, language) => {
  const card = cell.querySelector("blockquote");
  if (!card || cell.querySelector(".bw-read")) return;
  if (speaking && !speaking.button.isConnected) stopReading(); // the card was rendered anew
  const words = WORDS[language];
  const row = document.createElement("div");
  const button = document.createElement("button");
  const message = document.createElement("span");
  row.className = "bw-read";
  row.lang = language;
  button.type = "button";
  button.textContent = button.dataset.read = words.read;
  message.setAttribute("role", "status");
  button.addEventListener("click", () =>
    button === speaking?.button ? stopReading() : read(card, language, button, message));
  row.append(button, message);
  cell.append(row);
};
