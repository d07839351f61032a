// The conversation: questions and answers, each with the sentences that it rests on.

import { announce, begun, button, call, element, joined, lang, say, words } from "./tools.js";

const log = document.getElementById("log");
const form = document.getElementById("form");
const question = document.getElementById("question");
const send = document.getElementById("send");
const chip = document.getElementById("about");
const answers = [];
let page = null;
let bound = null;

// Begins with what was said before; `desk` lights sentences and points at them.
export async function begin(desk) {
  page = desk;
  for (const told of await call("history")) show(told);
  log.scrollTop = log.scrollHeight;
}

export const ask = (text, said = {}) => exchange("ask", { text, ...said });
export const cite = (said) => exchange("cite", said);
export const card = (said) => exchange("card", said);

// Binds the next question to a sentence.
export function about(said) {
  bound = said;
  chip.hidden = !said;
  chip.firstElementChild.textContent = said ? say("about", said) : "";
  question.focus();
}

// Which answers rest on a sentence; with `on`, these are marked, or no longer.
export function citing(report, sentence, on) {
  const found = answers.filter((a) => a.report === report && a.lights.includes(sentence));
  if (on !== undefined) for (const { box } of found) box.classList.toggle("citing", on);
  return found.map(({ box, asked }) => ({
    name: begun(asked || box.innerText, 40),
    go: () => {
      box.focus();
      box.scrollIntoView({ block: "nearest" });
    },
  }));
}

async function exchange(name, said) {
  if (send.disabled) return;
  send.disabled = true;
  announce(words.waiting);
  try {
    const told = await call(name, said);
    const { box, lights, shade } = show(told);
    announce("");
    await page.light(lights, shade, told.report);
    // From its question on, however long it is.
    log.scrollTop = box.offsetTop - log.firstElementChild.offsetTop;
  } catch (error) {
    log.append(element("p", { class: "trouble" }, error.message));
    log.scrollTop = log.scrollHeight;
    announce("");
  }
  send.disabled = false;
}

function show(told) {
  const lights = [...new Set(told.blocks.flatMap((block) => block.lights))];
  const shade = told.verdict === "nearest" ? "near" : "rests";
  const box = element("article", { class: `answer ${told.verdict}`, tabindex: -1, lang: told.lang });
  if (told.asked) {
    box.append(
      element("p", { class: "asked" }, element("span", { class: "unseen" }, words.you), told.asked),
    );
  }
  if (told.label) box.append(element("p", { class: "verdict" }, told.label));
  box.append(...told.pictures.map((each) => picture(each, told)), ...blocks(told, shade));
  if (told.choices.length) {
    const said = told.choices.map(({ label, says }) =>
      element("li", {}, button(label, () => ask(says, { shown: label }))),
    );
    box.append(element("ul", { class: "choices", "aria-label": words.choices }, said));
  }
  const answer = { box, lights, shade, asked: told.asked, report: told.report };
  answers.push(answer);
  if (told.asked) box.append(copying(told));
  log.append(box);
  return answer;
}

function blocks(told, shade) {
  const made = [];
  const folded = told.blocks.filter((block) => block.kind === "folded");
  for (const block of told.blocks) {
    if (block.kind === "quote") made.push(quotation(told, block, shade));
    else if (block.kind === "folded") {
      if (block !== folded[0]) continue;
      const quotes = folded.map((each) => quotation(told, each, shade));
      const summary = element("summary", { lang }, say("folded", { count: folded.length }));
      made.push(element("details", {}, summary, quotes));
    } else {
      const line = element("p", { class: block.kind }, joined(block.text));
      const quoted = made.at(-1)?.querySelector(":scope > .link");
      // Where words stand is told right below them.
      if (block.kind === "source" && quoted) quoted.before(line);
      else made.push(line);
    }
  }
  return made;
}

// Copies an answer with its passages and places.
const copying = (told) =>
  button(
    words.copy,
    async () => {
      await navigator.clipboard.writeText(told.plain);
      announce(words.copied);
    },
    { class: "link copy", lang },
  );

// A picture, of which the words below it say all; it can be kept as SVG and as PNG.
function picture({ svg, png }, told) {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const files = { svg: new Blob([svg], { type: "image/svg+xml" }), png: new Blob([bytes], { type: "image/png" }) };
  const [shown, ...kept] = ["png", "svg", "png"].map((kind) => [kind, URL.createObjectURL(files[kind])]);
  return element(
    "figure",
    {},
    element("img", { src: shown[1], alt: told.plain }),
    element(
      "figcaption",
      { lang },
      kept.map(([kind, href]) => element("a", { href, download: `picture.${kind}` }, say("keep", { kind: kind.toUpperCase() }))),
    ),
  );
}

function quotation(told, block, shade) {
  const point = (on) => () => page.pointed(told.report, block.lights, on);
  const quote = element("blockquote", { onmouseenter: point(true), onmouseleave: point(false) });
  quote.append(element("span", { class: "words" }, joined(block.text)));
  if (block.place) quote.append(element("cite", {}, block.place));
  if (block.lights.length) {
    const go = () => page.light(block.lights, shade, told.report);
    const listening = { onfocus: point(true), onblur: point(false) };
    quote.append(button(words.show, go, { class: "link", lang, ...listening }));
  }
  return quote;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (!text || send.disabled) return;
  const said = bound && { report: bound.report, about: bound.about };
  question.value = "";
  chip.hidden = true;
  bound = null;
  ask(text, said || {});
});
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
chip.querySelector("button").addEventListener("click", () => about(null));
