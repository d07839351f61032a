// What an operator looks at: editions of the briefing, questions that were missed, sources.

import { button, call, copied, element, say, words } from "./tools.js";

const PLATFORMS = ["telegram", "matrix", "console"];
const labelled = (field, label) =>
  element("span", { class: "field" }, element("label", { for: field.id }, label), field);
const shown = { platform: "telegram", had: 0, date: "" };

// Shows a day's edition as a platform shows it; `desk` lets time pass in the chat.
export function briefings(told, desk) {
  const box = element("div", { class: "edition", tabindex: 0, role: "group", "aria-label": words.edition });
  const date = element("input", { type: "date", id: "day", value: told.date });
  const had = element("input", { type: "number", id: "had", min: 0, max: 400, value: shown.had });
  const platform = element(
    "select",
    { id: "platform" },
    PLATFORMS.map((name) =>
      element("option", { value: name, selected: name === shown.platform }, words[`platform_${name}`]),
    ),
  );
  const fill = (edition) => {
    box.classList.toggle("plain", shown.platform !== "matrix");
    box.replaceChildren(...(shown.platform === "console" ? [edition.shown] : copied(edition.shown)));
  };
  const again = async () => {
    Object.assign(shown, { platform: platform.value, had: Math.min(had.max, Math.max(0, Number(had.value))), date: date.value });
    fill(await call("briefing", { ...shown, report: desk.report() }));
  };
  for (const field of [date, had, platform]) field.addEventListener("change", again);
  const step = (by) => () => {
    had.value = Math.max(0, Number(had.value) + by);
    again();
  };
  fill(told);
  return element(
    "div",
    {},
    element("p", { class: "who" }, words.briefings_hint),
    element(
      "div",
      { class: "fields" },
      labelled(date, words.edition_day),
      labelled(platform, words.edition_platform),
      labelled(had, words.edition_had),
      element("span", { class: "field" }, button(words.earlier, step(-1)), button(words.later, step(1))),
    ),
    box,
    element("h3", {}, words.clock),
    element("p", { class: "who" }, words.clock_hint),
    element(
      "div",
      { class: "fields" },
      ["1d", "1w"].map((span) => button(words[`wait_${span}`], () => desk.ask(`/wait ${span}`, { shown: words[`wait_${span}`] }))),
    ),
  );
}

briefings.asks = { name: "briefing", said: () => shown };

export function misses(all) {
  if (!all.length) return element("p", {}, words.none_misses);
  const head = [words.asked, words.why, words.often].map((name) => element("th", { scope: "col" }, name));
  const rows = all.map(({ question, kinds, count }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, question),
      element("td", {}, kinds.map((kind) => words[`miss_${kind}`]).join(", ")),
      element("td", {}, say("times", { count })),
    ),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows));
}

export function sources(lines) {
  if (!lines.length) return element("p", {}, words.none_sources);
  return element("ul", { class: "sources", lang: "en" }, lines.map((line) => element("li", {}, line)));
}
