// What every part of the page needs: its words, elements made without markup, and calls.

export const words = JSON.parse(document.getElementById("words").textContent);
export const lang = document.documentElement.lang;

// Each tab of the browser has a conversation of its own, which lasts when the page is loaded again.
const random = () => [...crypto.getRandomValues(new Uint32Array(3))].join("-");
sessionStorage.tab ||= random();
// A tab that was duplicated has its forerunner's name.
export const tab = sessionStorage.tab;

export const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

// An element with attributes, listeners ("onclick") and children; text is never markup.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== ""));
  return made;
}

// Words as they are, of which no line breaks between a mark and the word that it belongs to.
export const joined = (text) =>
  text.split(/(« \S+|\(?§ \d\S*|\S+ [»:;?!]\S*)/).map((part, n) => (n % 2 ? element("span", { class: "joined" }, part) : part));

export const button = (label, onclick, attributes = {}) =>
  element("button", { type: "button", onclick, ...attributes }, label);

// What the server returns, or an error whose message is for people.
export async function call(name, said = {}) {
  let answer;
  try {
    answer = await fetch(`/call/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ tab, lang, ...said }),
    });
  } catch {
    throw new Error(words.lost);
  }
  // An error that nobody foresaw comes as its reference in the log.
  if (answer.status === 503) throw new Error(say("failed", { reference: (await answer.text()).trim() }));
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || words.lost);
  return told;
}

export const announce = (text) => {
  document.getElementById("status").textContent = text;
};

export const begun = (text, most = 60) =>
  text.length > most ? `${text.slice(0, text.lastIndexOf(" ", most))} …` : text;

// Moves the focus among like elements by arrow keys, of which one can be reached by Tab.
export function roving(box, selector, backward, forward) {
  box.addEventListener("keydown", (event) => {
    const all = [...box.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement);
    const to = {
      [backward]: at - 1,
      [forward]: at + 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    for (const each of all) each.tabIndex = each === all[to] ? 0 : -1;
    all[to].focus();
    all[to].scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

// Hands in a file, and tells how far it is as that goes on.
export async function take(name, raw, tell) {
  let answer;
  try {
    answer = await fetch("/take", {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-Name": encodeURIComponent(name) },
      body: raw,
    });
  } catch {
    throw new Error(words.lost);
  }
  if (!answer.ok) throw new Error(answer.status === 413 ? words.too_large : words.lost);
  let rest = "";
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop();
    for (const told of lines.map((line) => JSON.parse(line))) {
      if (told.error) throw new Error(told.error);
      if (told.report) return told;
      tell(told);
    }
  }
  throw new Error(words.lost);
}

const PLAIN = new Set("B I EM STRONG P BR BLOCKQUOTE OL UL LI".split(" "));

// The nodes of some markup, of which plain elements are kept, without attributes, and the text.
export function copied(markup) {
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    const inner = [...node.childNodes].flatMap(read);
    return PLAIN.has(node.nodeName) ? [element(node.nodeName, {}, inner)] : inner;
  };
  return read(new DOMParser().parseFromString(markup, "text/html").body);
}
