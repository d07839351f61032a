// The desk: the tabs of the report on one side, the conversation on the other.

import * as chat from "./chat.js";
import * as text from "./text.js";
import * as operating from "./operating.js";
import { reports, settling } from "./reports.js";
import { views } from "./views.js";
import { announce, button, call, element, lang, roving, say, words } from "./tools.js";

const panel = document.getElementById("panel");
const tabs = document.getElementById("tabs");
const { briefings } = operating;
// What each tab shows, and what it calls for that.
const shows = { ...views, briefings, reports, misses: operating.misses, sources: operating.sources };
const some = document.body.dataset.tabs.split(" ").filter(Boolean);
const NAMES = ["text", ...Object.keys(views), "briefings", "reports", ...some];
let report = "";

function opened(name) {
  for (const each of tabs.children) {
    const chosen = each.id === `tab-${name}`;
    each.setAttribute("aria-selected", chosen);
    each.tabIndex = chosen ? 0 : -1;
    if (chosen) each.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  panel.setAttribute("aria-labelledby", `tab-${name}`);
  panel.dataset.view = name;
  panel.scrollTop = 0;
}

async function open(name) {
  opened(name);
  let shown = text.page;
  try {
    if (name !== "text") {
      if (name in views) shown = views[name]((await call("view", { report, view: name })).view, light);
      else {
        const { name: asked, said } = shows[name].asks || { name, said: () => ({}) };
        shown = shows[name](await call(asked, { report, ...said() }), desk);
      }
    }
  } catch (error) {
    shown = element("p", { class: "trouble" }, error.message);
  }
  if (panel.dataset.view !== name) return; // another was opened meanwhile
  panel.replaceChildren(shown);
  panel.dataset.shown = name;
  if (name === "text") text.reveal();
}

// Lights sentences of a report and brings the first of them into view; of none puts out the light.
async function light(sentences, shade = "rests", slug = report) {
  if (!sentences.length) return text.light([], shade);
  await load(slug);
  if (panel.dataset.view !== "text") await open("text");
  text.light(sentences, shade);
}

async function load(slug) {
  if (slug && slug === report) return;
  const told = await call("text", { report: slug });
  report = told.report;
  sessionStorage.report = report; // which is read when the page is loaded again
  document.getElementById("title").textContent = told.title;
  document.getElementById("imprint").textContent = [told.date, told.signature]
    .filter(Boolean)
    .join(" · ");
  document.title = `${told.title} · ${words.title}`;
  text.show(told, { ask: chat.ask, cite: chat.cite, card: chat.card, about: chat.about, citing: chat.citing });
  if (panel.dataset.view === "text") panel.replaceChildren(text.page);
}

// Answers come from the report that is read.
const from = (slug) => chat.ask(`/report ${slug}`, { shown: say("from", { title: document.getElementById("title").textContent }) });

// What the tabs may do beside showing.
const desk = {
  light,
  ask: chat.ask,
  report: () => report,
  // Another report is read, and answered from.
  async open(slug) {
    await load(slug);
    await open("text");
    await from(slug);
  },
  // A report was taken in.
  async taken(slug) {
    await load(slug);
    await open("reports");
    await from(slug);
    await settling(slug, desk, panel.querySelector(".doubts"));
  },
  // What a report says of itself was changed.
  async changed(slug) {
    if (slug !== report) return;
    report = "";
    await load(slug);
  },
};

for (const name of NAMES) {
  tabs.append(
    button(say(name), () => open(name), {
      role: "tab",
      id: `tab-${name}`,
      "aria-controls": "panel",
    }),
  );
}
roving(tabs, "[role=tab]", "ArrowLeft", "ArrowRight");
const language = document.getElementById("language");
language.lang = lang === "fr" ? "en" : "fr";
language.href = `/?lang=${language.lang}`;
document.getElementById("print").addEventListener("click", () => print());
// What fails where nobody waits for it is told all the same.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  panel.prepend(element("p", { class: "trouble", role: "alert" }, event.reason.message));
});
opened("text");
try {
  await load(sessionStorage.report ?? "").catch(() => load(""));
  await chat.begin({ light, pointed: text.pointed });
  document.body.dataset.ready = "";
} catch (error) {
  announce(error.message);
  panel.replaceChildren(element("p", { class: "trouble" }, error.message));
}
