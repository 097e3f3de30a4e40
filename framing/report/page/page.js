"use strict";
// The evidence panel. All text goes in as text, never as markup; the filter stands in the address.
(function () {
  const data = JSON.parse(document.getElementById("evidence-data").textContent);
  const words = JSON.parse(document.getElementById("words-data").textContent);
  const panel = document.getElementById("panel");
  const form = document.getElementById("panel-filters");
  const list = document.getElementById("panel-list");
  const count = document.getElementById("panel-count");
  const more = document.getElementById("panel-more");
  const STEP = 50;
  const FIELDS = ["outlet", "category", "voice", "source", "part", "text"];
  const SPOKEN = ["reported", "quoted"];
  let found = [];
  let shown = 0;
  let opener = null;

  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  // rows: [article, category, voice, speaker, group of speakers, cues, before, surface, after, denied, part]
  const rows = data.rows.map((row) => {
    const article = data.articles[row[0]];
    return {
      row,
      article,
      outlet: data.groups[article[0]],
      category: data.categories[row[1]],
      voice: data.voices[row[2]],
      source: data.speakers[row[3]],
      sourceGroup: data.speakers[row[4]],
      part: data.parts[row[10]],
      hay: null,
    };
  });
  const hay = (item) => {
    if (item.hay === null) item.hay = (item.row[6] + item.row[7] + item.row[8] + "\n" + item.article[2]).toLowerCase();
    return item.hay;
  };

  function filtered(state) {
    const categories = state.category ? new Set(state.category.split(",")) : null;
    const voices = !state.voice || state.voice === "all" ? null : new Set(state.voice === "others" ? SPOKEN : [state.voice]);
    const text = (state.text || "").toLowerCase();
    return rows.filter((item) =>
      (state.outlet === "" || item.outlet === state.outlet) &&
      (!categories || categories.has(item.category)) &&
      (!voices || voices.has(item.voice)) &&
      (state.part ? item.part === state.part : data.counted.includes(item.part)) &&
      (state.source === "" || item.source === state.source || item.sourceGroup === state.source) &&
      (!text || hay(item).includes(text)));
  }

  // how many mentions the numbers count; known only where neither source nor text narrows
  function counted(state) {
    if (state.source || state.text || state.part) return null;
    const categories = state.category ? new Set(state.category.split(",")) : null;
    const voices = !state.voice || state.voice === "all" ? null : new Set(state.voice === "others" ? SPOKEN : [state.voice]);
    return data.totals.reduce((sum, [group, category, voice, n]) =>
      (state.outlet === "" || data.groups[group] === state.outlet) &&
      (!categories || categories.has(data.categories[category])) &&
      (!voices || voices.has(data.voices[voice])) ? sum + n : sum, 0);
  }

  function option(select, value, text) {
    const made = element("option", text);
    made.value = value;
    select.append(made);
  }

  function fillSelects() {
    for (const name of FIELDS.slice(0, 5)) option(form.elements[name], "", words.say.ev_any);
    data.groups.map((group, place) => [group, data.names[place]]).sort((a, b) => a[1].localeCompare(b[1], words.language))
      .forEach(([group, name]) => option(form.elements.outlet, group, name));
    for (const [category, [title, dimension]] of Object.entries(words.categories)) option(form.elements.category, category, dimension + ": " + title);
    for (const [voice, title] of Object.entries(words.voices)) if (voice !== "all") option(form.elements.voice, voice, title);
    for (const [part, title] of Object.entries(words.parts)) if (data.parts.includes(part)) option(form.elements.part, part, title);
    data.speakers.filter((each) => each).sort((a, b) => a.localeCompare(b, words.language)).forEach((each) => option(form.elements.source, each, each));
  }

  function read() {
    const state = {};
    for (const name of FIELDS) state[name] = form.elements[name].value;
    return state;
  }

  function write(state) {
    for (const name of FIELDS) {
      const field = form.elements[name];
      const value = state[name] || "";
      if (field.options && value && ![...field.options].some((each) => each.value === value)) {
        const titles = value.split(",").map((each) => (words.categories[each] || [each])[0]);
        option(field, value, name === "category" ? titles.join(" + ") : value);
      }
      field.value = value === "all" && name === "voice" ? "" : value;
    }
  }

  function address(state) {
    const parts = FIELDS.filter((name) => state[name]).map((name) => name + "=" + encodeURIComponent(state[name]));
    return "#evidence?" + parts.join("&");
  }

  function parse(hash) {
    if (!hash.startsWith("#evidence")) return null;
    const given = new URLSearchParams(hash.slice(hash.indexOf("?") + 1 || hash.length));
    const state = {};
    for (const name of FIELDS) state[name] = given.get(name) || "";
    return state;
  }

  function card(item) {
    const [, , , , , cues, before, surface, after, denied] = item.row;
    const [, date, title, url, language] = item.article;
    const line = element("li");
    const [name, , style] = words.categories[item.category] || [item.category, "", ""];
    if (style) line.classList.add("c-" + style);
    const text = element("blockquote", undefined, "words");
    if (language) text.lang = language;
    text.dir = "auto";
    text.append(before, element("mark", surface), after);
    line.append(text);
    const about = element("div", undefined, "about");
    const label = element("span", name);
    label.prepend(element("span", undefined, "dot"));
    about.append(label, element("span", words.voices[item.voice]));
    if (denied) about.append(element("strong", words.say.ev_denied));
    if (!data.counted.includes(item.part)) about.append(element("strong", fill(words.say.ev_not_counted, { part: words.parts[item.part] })));
    if (item.source || item.sourceGroup) {
      const by = element("span", words.say.ev_by + " ");
      by.append(element("bdi", item.source));
      if (item.sourceGroup && item.sourceGroup !== item.source) by.append(" (", element("bdi", item.sourceGroup), ")");
      about.append(by);
    }
    if (cues.length) {
      const why = element("span", words.say.ev_because + " ");
      why.append(element("bdi", cues.map((each) => data.cues[each]).join(", ")));
      about.append(why);
    }
    line.append(about);
    const where = element("div", undefined, "about");
    where.append(element("bdi", data.names[item.article[0]]));
    if (date) where.append(element("span", date));
    if (title) where.append(element("bdi", title));
    if (/^https?:\/\//i.test(url)) {
      const link = element("a", words.say.ev_open);
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      where.append(link);
    }
    line.append(where);
    return line;
  }

  function showMore() {
    const next = found.slice(shown, shown + STEP).map(card);
    list.append(...next);
    shown += next.length;
    more.hidden = shown >= found.length;
  }

  function show(state) {
    found = filtered(state);
    shown = 0;
    list.replaceChildren();
    showMore();
    const total = counted(state);
    const denied = found.filter((item) => item.row[9]).length;
    const parts = found.length ? [fill(words.say.ev_shown, { n: found.length - denied })] : [words.say.ev_none];
    if (total !== null) parts.push(fill(words.say.ev_of, { n: total }));
    if (denied) parts.push(fill(words.say.ev_denied_n, { n: denied }));
    if (total !== null && total > found.length - denied) parts.push(words.say.ev_sample);
    count.textContent = parts.join(" ");
  }

  function follow() {
    const state = parse(location.hash);
    if (!state) {
      if (panel.open) panel.close();
      return;
    }
    write(state);
    if (!panel.open) {
      opener = document.activeElement;
      panel.showModal();
      document.getElementById("panel-title").focus();
    }
    show(state);
    panel.scrollTop = 0;
  }

  function changed() {
    const state = read();
    history.replaceState(null, "", address(state));
    show(state);
  }

  form.addEventListener("change", changed);
  form.elements.text.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("panel-reset").addEventListener("click", () => { write({}); changed(); });
  document.getElementById("panel-close").addEventListener("click", () => panel.close());
  more.addEventListener("click", showMore);
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("close", () => {
    if (location.hash.startsWith("#evidence")) history.replaceState(null, "", location.pathname + location.search);
    if (opener && opener.focus) opener.focus({ preventScroll: true });
  });
  window.addEventListener("hashchange", follow);
  // a second click on the same number changes no hash
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#evidence"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });

  // one stop of the tab key a chart; the arrow keys go from number to number
  for (const chart of document.querySelectorAll(".chart")) {
    const marks = [...chart.querySelectorAll(".mark")];
    marks.forEach((mark, place) => {
      mark.setAttribute("tabindex", place ? "-1" : "0");
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const next = step && marks[place + step];
        if (!next) return;
        event.preventDefault();
        mark.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  }

  // columns sort by their numbers
  for (const table of document.querySelectorAll("main table")) {
    const body = table.tBodies[0];
    if (body.rows.length < 3) continue;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = element("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (line) => line.cells[column].dataset.n === undefined ? null : Number(line.cells[column].dataset.n);
        const lines = [...body.rows].sort((a, b) => {
          const x = key(a), y = key(b);
          if (x === null && y === null) return a.cells[column].textContent.localeCompare(b.cells[column].textContent, words.language);
          if (x === null || y === null) return x === null ? 1 : -1;
          return y - x;
        });
        body.append(...(down ? lines : lines.reverse()));
      });
    });
  }

  const theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  fillSelects();
  follow();
})();
