// The views beside the text: timeline, people, quotes and figures, each leading to its sentences.

import { button, element, joined, say, words } from "./tools.js";

const cell = (...held) => element("td", { role: "cell" }, ...held);
const none = (name) => element("p", { class: "none" }, words[`none_${name}`]);
const leading = (label, lights, light, attributes = {}) =>
  lights.length ? button(label, () => light(lights), { class: "link", ...attributes }) : label;

function timeline(days, light) {
  if (!days.length) return none("timeline");
  return element(
    "ol",
    { class: "days" },
    days.map(({ day, sessions }) =>
      element(
        "li",
        {},
        element("h3", {}, day),
        element("ol", { class: "sessions" }, sessions.map((each) => session(each, light))),
      ),
    ),
  );
}

function session({ name, part, follows, who, claim, lights }, light) {
  return element(
    "li",
    {},
    element("p", { class: "part" }, part, follows ? `, ${words.follows}` : ""),
    element("h4", {}, leading(name, lights, light)),
    claim ? element("p", {}, claim) : null,
    who.length ? element("p", { class: "who" }, who.join(" · ")) : null,
  );
}

function people({ sessions, people: all }, light) {
  if (!all.length) return none("people");
  const head = [words.who, ...sessions, words.quoted].map((name) =>
    element("th", { scope: "col" }, element("span", {}, name)),
  );
  // The roles, as a small screen shows it as blocks.
  const rows = all.map(({ name, role, at, quotes, quoted, lights }) =>
    element(
      "tr",
      { role: "row" },
      element("th", { scope: "row", role: "rowheader" }, leading(name, lights, light), role && element("span", { class: "who" }, role)),
      at.map((place, n) =>
        cell(
          place.length
            ? leading("●", place, light, { "aria-label": `${name}, ${words.present}: ${sessions[n]}`, "data-at": sessions[n] })
            : "",
        ),
      ),
      cell(
        quotes
          ? leading(say("times", { count: quotes }), quoted, light, {
              "aria-label": `${name}, ${words.quoted}: ${say("times", { count: quotes })}`,
              "data-at": words.quoted,
            })
          : "",
      ),
    ),
  );
  return element(
    "div",
    { class: "wide", tabindex: 0, role: "group", "aria-label": words.people },
    element(
      "table",
      { class: "people", role: "table" },
      element("thead", {}, element("tr", {}, head)),
      element("tbody", { role: "rowgroup" }, rows),
    ),
  );
}

function quotes(all, light) {
  if (!all.length) return none("quotes");
  return element(
    "ul",
    { class: "quotes" },
    all.map(({ words: said, who, gloss, lights }) =>
      element(
        "li",
        {},
        element("blockquote", { lang: document.getElementById("text")?.lang }, joined(said)),
        element("p", { class: "who" }, who),
        gloss ? element("p", { class: "gloss" }, `${words.gloss} ${gloss}`) : null,
        leading(words.show, lights, light),
      ),
    ),
  );
}

function figures(all, light) {
  if (!all.length) return none("figures");
  const head = [words.figure, words.said].map((name) => element("th", { scope: "col" }, name));
  const rows = all.map(({ figures: given, claim, lights }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, given.join(" · ")),
      element("td", {}, claim, " ", leading(words.show, lights, light)),
    ),
  );
  return element("table", { class: "figures" }, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows));
}

export const views = { timeline, people, quotes, figures };
