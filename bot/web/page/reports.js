// The reports: finding one, taking in another, and settling what its draft is unsure of.

import { announce, button, call, element, lang, say, take, words } from "./tools.js";

const { changing } = document.body.dataset;

// Shows them; `desk` opens a report, lights sentences, and tells which report is open.
export function reports(told, desk) {
  const list = element("ul", { class: "reports" });
  const count = element("p", { class: "who", role: "status" });
  const doubts = element("div", { class: "doubts" });
  const filled = ({ count: found, reports: all }) => {
    count.textContent = say("reports_found", { count: found });
    list.replaceChildren(...all.map((each) => row(each, desk, doubts)));
  };
  const search = element("input", { type: "search", id: "search", autocomplete: "off" });
  search.addEventListener("input", async () => {
    const wanted = search.value;
    const found = await call("reports", { search: wanted });
    if (search.value === wanted) filled(found);
  });
  filled(told);
  return element(
    "div",
    {},
    changing ? adding(desk, doubts) : null,
    doubts,
    element("h3", {}, words.reports),
    element("label", { for: "search" }, words.search),
    search,
    count,
    list,
  );
}

function row({ report, title, date, ours }, desk, doubts) {
  const open = button(title, () => desk.open(report), { class: "link" });
  const check = changing && ours && button(words.doubts, () => settling(report, desk, doubts), { class: "link" });
  if (report === desk.report()) open.setAttribute("aria-current", "true");
  return element("li", {}, open, element("span", { class: "who" }, date), check || null);
}

function adding(desk, doubts) {
  const bar = element("progress", { hidden: true, "aria-label": words.drafting, value: 0 });
  const trouble = element("p", { class: "trouble", role: "alert" });
  const run = async (name, raw) => {
    trouble.textContent = "";
    bar.hidden = false;
    try {
      const { report, kept } = await take(name, raw, ({ done, of, step }) => {
        [bar.max, bar.value] = [of, done];
        announce(words[`step_${step}`]);
      });
      await desk.taken(report);
      const told = kept ? words.kept : words.drafted;
      document.querySelector(".doubts").append(element("p", { class: "who" }, told));
      announce(told);
    } catch (error) {
      trouble.textContent = say("not_added", { reason: error.message });
    }
    bar.hidden = true;
  };
  const file = element("input", { type: "file", id: "file" });
  file.addEventListener("change", () => file.files[0] && run(file.files[0].name, file.files[0]));
  const address = element("input", { type: "url", id: "address", placeholder: "https://" });
  const form = element(
    "form",
    { class: "adding" },
    element("h3", {}, words.add),
    element("label", { for: "file" }, words.file),
    file,
    element("label", { for: "address" }, words.address),
    element("div", { class: "asking" }, address, element("button", {}, words.fetch)),
    bar,
    trouble,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (address.value.trim()) run(address.value.trim(), "");
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    const [dropped] = event.dataTransfer.files;
    if (dropped) run(dropped.name, dropped);
  });
  return form;
}

// Shows what the draft of a report is unsure of, each to be accepted, corrected or struck out.
export async function settling(report, desk, box) {
  fill(await call("doubts", { report }), desk, box);
}

function fill(told, desk, box) {
  box.replaceChildren(
    element("h3", { tabindex: -1 }, told.doubts.length ? words.doubts : words.doubts_none),
    element("ul", {}, told.doubts.map((doubt) => item(doubt, told, desk, box))),
  );
  box.firstElementChild.focus();
}

// What a draft has, as people say it: a day and a language by their names.
function named(kind, value) {
  if (kind === "language") return new Intl.DisplayNames([lang], { type: "language" }).of(value);
  if (kind !== "date" || !value) return value;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(value));
}

function item({ kind, id, value, name, words: about, lights }, told, desk, box) {
  const asked = value || kind === "quote" ? `doubt_${kind}` : `doubt_${kind}_none`;
  const label = say(asked, { value: kind === "quote" ? about : named(kind, name) });
  const field =
    kind === "quote"
      ? element(
          "select",
          { "aria-label": label },
          element("option", { value: "" }, words.nobody),
          told.speakers.map((each) =>
            element("option", { value: each.id, selected: each.id === value }, each.name),
          ),
        )
      : element("input", { "aria-label": label, value, type: kind === "date" ? "date" : "text" });
  const settled = (verdict) => async () => {
    try {
      const said = { report: told.report, kind, id, verdict, value: field.value };
      fill(await call("settle", said), desk, box);
      await desk.changed(told.report);
    } catch (error) {
      trouble.textContent = error.message;
    }
  };
  const trouble = element("p", { class: "trouble", role: "alert" });
  return element(
    "li",
    {},
    element("p", {}, label),
    element(
      "div",
      { class: "actions" },
      value || kind === "quote" ? button(words.accept, settled("accept")) : null,
      kind === "language" ? null : [field, button(words.correct, settled("correct"))],
      kind === "quote" || kind === "entity" ? button(words.strike, settled("strike")) : null,
      lights.length ? button(words.show, () => desk.light(lights, "rests", told.report), { class: "link" }) : null,
    ),
    trouble,
  );
}
