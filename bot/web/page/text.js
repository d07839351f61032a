// The text of a report, sentence by sentence: which are lit, and what can be done with one.

import { begun, button, element, joined, roving, say, words } from "./tools.js";

export const page = element("article", { id: "text" });
const actions = element("div", { role: "group", class: "actions", "aria-label": words.actions });
let report = null;
let doing = null;
let sentences = new Map();
let first = null;

// Shows a text; `does` are what can be done: ask, cite, about, and citing, which answers cite one.
export function show(told, does) {
  [report, doing, sentences, first] = [told, does, new Map(), null];
  page.lang = told.lang;
  page.replaceChildren(
    element("p", { class: "hint", lang: document.documentElement.lang }, words.hint),
    ...told.paragraphs.map(paragraph),
  );
  const begin = sentences.values().next().value;
  if (begin) begin.tabIndex = 0;
}

function paragraph({ number, sentences: held }) {
  const made = element("p", { id: `p${number}` });
  made.append(element("span", { class: "number" }, say("place", { paragraph: number })));
  for (const { id, before, text } of held) {
    const span = element(
      "span",
      { class: "sentence", role: "button", tabindex: -1, "aria-expanded": "false", id: `s${id}` },
      joined(text),
    );
    span.addEventListener("click", () => select(id, text));
    for (const kind of ["mouseenter", "focus"]) {
      span.addEventListener(kind, () => doing.citing(report.report, id, true));
    }
    for (const kind of ["mouseleave", "blur"]) {
      span.addEventListener(kind, () => doing.citing(report.report, id, false));
    }
    sentences.set(id, span);
    made.append(made.querySelector(".sentence") ? before : "", span);
  }
  return made;
}

roving(page, ".sentence", "ArrowUp", "ArrowDown");
page.addEventListener("keydown", (event) => {
  const on = event.target.closest(".sentence");
  if (on && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    on.click();
  } else if (event.key === "Escape" && actions.isConnected) {
    const of = page.querySelector("[aria-expanded=true]");
    close();
    of.focus();
  }
});

function close() {
  page.querySelector("[aria-expanded=true]")?.setAttribute("aria-expanded", "false");
  actions.remove();
}

// Offers below its paragraph what can be done with a sentence.
function select(id, text) {
  const span = sentences.get(id);
  const was = span.getAttribute("aria-expanded") === "true";
  close();
  if (was) return;
  span.setAttribute("aria-expanded", "true");
  actions.lang = document.documentElement.lang;
  const said = { report: report.report, about: id };
  const short = { words: begun(text) };
  const citing = doing.citing(report.report, id);
  actions.replaceChildren(
    button(words.verify, () =>
      doing.ask("/verify", { ...said, shown: say("verifying", short) }),
    ),
    button(words.cite, () => doing.cite({ ...said, shown: say("citing", short) })),
    button(words.card, () => doing.card({ ...said, shown: say("carding", short) })),
    button(words.ask, () => doing.about({ ...said, words: begun(text) })),
    ...(citing.length ? [element("span", {}, words.cited_by)] : []),
    ...citing.map(({ name, go }) => button(name, go, { class: "link" })),
  );
  span.closest("p").after(actions);
  actions.querySelector("button").focus();
}

// Lights sentences, which rest on or come nearest to what was asked, and no others.
export function light(ids, shade) {
  for (const span of page.querySelectorAll(".rests, .near")) {
    span.classList.remove("rests", "near");
    span.removeAttribute("aria-description");
  }
  const found = ids.map((id) => sentences.get(id)).filter(Boolean);
  for (const span of found) {
    span.classList.add(shade);
    span.setAttribute("aria-description", words[shade]);
  }
  first = found[0];
  reveal();
}

// Brings what was lit last into view.
export const reveal = () => first?.scrollIntoView({ block: "center", behavior: "instant" });

// Points at sentences, as long as somebody points at what cites them.
export function pointed(slug, ids, on) {
  for (const id of slug === report?.report ? ids : []) {
    sentences.get(id)?.classList.toggle("pointed", on);
  }
}
