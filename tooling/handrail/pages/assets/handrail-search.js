// The search of the handbook: a combobox in a dialog. Questions stay here; what is loaded is the index, once, when the
// search is first opened. Works from a web server, from a folder on disk, and after the theme has swapped the page.
// @ts-check
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = new URL(".", script.src);
  const root = new URL("../../", here);
  const lexicon = new globalThis.HandrailLexicon();
  const LARGE = 15000, DELAY = 60;
  const FILTERS = /** @type {const} */ ([["kind", "Everything"], ["severity", "Any severity"], ["team", "Any team"], ["land", "Any country"]]);
  /** @type {Record<string, string>} */
  const chosen = { kind: "", severity: "", team: "", land: "" };
  /** @type {any} */
  let parts = null;
  let loading = false, failed = false, active = -1, timer = 0;

  // ---- the index

  globalThis.handrailSearch = {
    first: (data) => { lexicon.first(data); load("search-more.js"); loaded(); },
    more: (data) => { lexicon.more(data); loaded(); },
    whole: () => lexicon.whole,
  };

  /** @param {string} name */
  function load(name) {
    const element = document.createElement("script");
    element.src = new URL(name, here).href;
    element.addEventListener("error", () => { failed = true; show(); });
    document.head.append(element);
  }

  function loaded() {
    if (!parts) return;
    choices();
    show();
  }

  // ---- elements

  /** An element with its class, attributes and content; texts are never read as HTML.
   * @param {string} name @param {string} [classes] @param {Record<string, string>} [attributes] @param {...(Node | string)} inside */
  function make(name, classes = "", attributes = {}, ...inside) {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside.flatMap((each, at) => (at ? [" ", each] : [each])));
    return element;
  }

  function loupe() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "hr-i", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21");
    svg.append(path);
    return svg;
  }

  function build() {
    const input = /** @type {HTMLInputElement} */ (make("input", "hr-find-input", {
      type: "text", role: "combobox", id: "hr-find-input", "aria-label": "Search the handbook", "aria-expanded": "false", "aria-controls": "hr-find-list", "aria-autocomplete": "list",
      "aria-describedby": "hr-find-keys", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "go", placeholder: "What were you told? Any words, any language",
    }));
    const close = make("button", "hr-find-close", { type: "button", "aria-label": "Close the search" }, make("kbd", "", { "aria-hidden": "true" }, "Esc"));
    const selects = Object.fromEntries(FILTERS.map(([name, all]) => [name, make("select", "hr-find-select", { "aria-label": all, "data-name": name })]));
    const clear = make("button", "hr-find-clear", { type: "button", hidden: "" }, "Clear");
    const said = make("p", "hr-find-said", { role: "status" });
    const list = make("div", "hr-find-list", { role: "listbox", id: "hr-find-list", "aria-label": "Results", tabindex: "-1" });
    const keys = make("p", "hr-find-keys", { id: "hr-find-keys" });
    for (const [key, what] of [["\u2191\u2193", "choose"], ["Enter", "open"], ["Tab", "filter"], ["Esc", "close"]]) keys.append(make("span", "", {}, make("kbd", "", {}, key), what), " ");
    keys.append(make("span", "hr-find-own", {}, "Nothing that you type leaves this browser."));
    const bar = make("div", "hr-find-bar", {}, loupe(), input, close);
    const filters = make("div", "hr-find-filters", { role: "group", "aria-label": "Filters" }, ...Object.values(selects), clear);
    const dialog = /** @type {HTMLDialogElement} */ (make("dialog", "hr-find", { "aria-label": "Search" }, bar, filters, said, list, keys));
    document.body.append(dialog);
    parts = { dialog, input, selects, clear, said, list };
    input.addEventListener("input", () => { clearTimeout(timer); if (lexicon.sorted?.length > LARGE) timer = window.setTimeout(show, DELAY); else show(); });
    input.addEventListener("keydown", keyed);
    close.addEventListener("click", shut);
    clear.addEventListener("click", () => { reset(); input.focus(); });
    for (const [name, select] of Object.entries(selects)) {
      select.addEventListener("change", () => { chosen[name] = /** @type {HTMLSelectElement} */ (select).value; show(); });
    }
    list.addEventListener("click", clicked);
    list.addEventListener("mousedown", (event) => { if (!event.button) event.preventDefault(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) shut(); });
    dialog.addEventListener("cancel", () => input.blur());
  }

  function reset() {
    for (const [name, select] of Object.entries(parts.selects)) {
      chosen[name] = "";
      select.value = "";
    }
    show();
  }

  /** What can be chosen in the filters, once it is known. */
  function choices() {
    const severities = [...new Set(lexicon.pages.map(({ severity }) => severity).filter(Boolean))].sort();
    const options = {
      kind: lexicon.kinds.map((name, at) => [String(at), name]),
      severity: severities.map((name) => [name, name]),
      team: Object.entries(lexicon.teams).sort(([, a], [, b]) => a.localeCompare(b)),
      land: Object.entries(lexicon.lands).sort(([, a], [, b]) => a.localeCompare(b)),
    };
    for (const [name, all] of FILTERS) {
      const select = parts.selects[name];
      select.replaceChildren(...[["", all], ...options[name]].map(([value, words]) => make("option", "", { value }, words)));
      select.value = chosen[name];
    }
  }

  // ---- results

  /** @param {any} page @param {any} place */
  function allowed(page, place) {
    return (!chosen.kind || String(page.kind) === chosen.kind) && (!chosen.severity || page.severity === chosen.severity) &&
      (!chosen.land || page.lands.includes(chosen.land)) && (!chosen.team || page.team === chosen.team || place?.team === chosen.team);
  }

  function show() {
    const { input, list, said, clear } = parts;
    const question = input.value;
    const filtered = Object.values(chosen).some(Boolean);
    clear.hidden = !filtered;
    active = -1;
    if (!lexicon.print) return fill([], failed ? "The index could not be loaded. The menu leads to every page." : loading ? "Loading \u2026" : "");
    if (!question.trim()) return filtered ? all() : fill(lexicon.often.map(often), lexicon.often.length ? "Often asked" : "");
    const hits = globalThis.handrailRank.rank(lexicon, question, allowed);
    const asked = globalThis.handrailRank.concepts(lexicon, question);
    const marked = new Set(asked.flatMap(({ readings }) => readings.map(({ word }) => word)));
    fill(hits.map((hit) => row(hit, marked)), hits.length ? told(asked, hits.length) : filtered ? "Nothing is found with these filters." : "Nothing is found. Try fewer words, or other ones.");
    if (hits.length) choose(0, false);
    list.scrollTop = 0;
    said.classList.toggle("none", !hits.length);
  }

  /** Without a question a filter shows all that it lets through. */
  function all() {
    const pages = lexicon.pages.filter((page) => allowed(page, null));
    pages.sort((a, b) => a.kind - b.kind || (a.severity || "P9").localeCompare(b.severity || "P9") || a.id - b.id);
    fill(pages.slice(0, 50).map((page) => row({ page, place: null, term: -1 }, new Set())), `${pages.length} ${pages.length === 1 ? "page" : "pages"}`);
  }

  /** @param {HTMLElement[]} rows @param {string} words */
  function fill(rows, words) {
    const { input, list, said } = parts;
    rows.forEach((each, at) => { each.id = `hr-find-${at}`; });
    list.replaceChildren(...rows);
    input.setAttribute("aria-expanded", String(rows.length > 0));
    input.removeAttribute("aria-activedescendant");
    said.textContent = words;
  }

  /** What was read in place of what was typed. @param {any[]} asked @param {number} count */
  function told(asked, count) {
    const other = asked.filter(({ readings }) => readings[0]?.how === "edit").map(({ word, readings }) => `\u201c${word}\u201d as \u201c${lexicon.written.get(readings[0].word) ?? readings[0].word}\u201d`);
    return [`${count} ${count === 1 ? "result" : "results"}`, ...(other.length ? [`read ${other.join(", ")}`] : [])].join(" \u00b7 ");
  }

  /** @param {string} phrase */
  function often(phrase) {
    return make("a", "hr-hit often", { role: "option", href: "#", tabindex: "-1", "aria-selected": "false", "data-ask": phrase }, make("span", "n", { "aria-hidden": "true" }, loupe()), make("span", "t", {}, phrase));
  }

  /** @param {any} hit @param {Set<string>} marked */
  function row({ page, place, term }, marked) {
    const first = !place && page.kind === 0 && page.to > page.from ? lexicon.places[page.from] : null;
    const step = place ?? first;
    const team = lexicon.teams[step?.team || page.team] ?? "";
    const named = place && page.kind === 0;
    const title = make("span", "t", {}, ...lit(named ? place.title : page.title, marked));
    const about = make("span", "p", {});
    const say = (classes, words) => { if (words) about.append(make("span", classes, {}, words), " "); };
    say(`hr-sev ${{ P0: "p0", P1: "p1", P2: "p2" }[page.severity] ?? "p3"}`, page.severity);
    say("id", page.number);
    say("", named ? page.title : page.kind < 3 ? lexicon.kinds[page.kind].replace(/s$/, "") : page.state);
    if (place && !named) about.append(make("span", "", {}, "\u00a7 ", ...lit(place.title, marked)), " ");
    const owner = make("span", "o", {});
    const own = (classes, words) => { if (words) owner.append(make("span", classes, {}, words), " "); };
    own("", team);
    if (page.kind < 2) own(page.state === "In force" ? "ok" : "warn", page.state);
    if (first) own("", `starts with: ${first.title}`);
    if (lexicon.terms[term]) own("as", `as \u201c${lexicon.terms[term]}\u201d`);
    const number = make("span", place?.number ? "n step" : "n", {}, place?.number ? place.number : sign(page));
    if (place?.number) number.prepend(make("span", "hr-sr", {}, "Step"), " ");
    const time = make("span", "c", {}, step?.time ? `${place ? "" : "first "}within ${step.time}` : "");
    return make("a", "hr-hit", { role: "option", href: address(page, place), tabindex: "-1", "aria-selected": "false" }, number, make("span", "m", {}, title, about, owner), time);
  }

  /** @param {any} page */
  function sign(page) {
    return make("span", "", { "aria-hidden": "true" }, ["\u25b6", "\u00b6", "\u2709", "i"][page.kind]);
  }

  /** A text in which the words that were found stand out. @param {string} text @param {Set<string>} marked @returns {(Node | string)[]} */
  function lit(text, marked) {
    const whole = document.createElement("span");
    for (const piece of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
      const found = piece && globalThis.handrailRank.unitsOf(piece).some((unit) => marked.has(unit));
      whole.append(found ? make("mark", "", {}, piece) : piece);
    }
    return [whole];
  }

  /** Where a result lies. @param {any} page @param {any} place */
  function address(page, place) {
    const [path, own] = page.path.split("#");
    const flat = /\.html$/.test(location.pathname) && !/(^|\/)(index|404)\.html$/.test(location.pathname) || document.querySelector('a.md-nav__link[href$=".html"]:not([href$="index.html"]):not([href*="//"])');
    const index = path.replace(/(^|\/)index$/, "$1");
    const disk = location.protocol === "file:" ? "index.html" : "";
    const file = flat ? `${path}.html` : index === path ? `${path}/${disk}` : `${index}${disk}`;
    const anchor = place?.anchor || own;
    return new URL(file.split("/").map(encodeURIComponent).join("/"), root).href + (anchor ? `#${encodeURIComponent(anchor)}` : "");
  }

  // ---- keys and clicks

  /** @param {number} at @param {boolean} [into] */
  function choose(at, into = true) {
    const { input, list } = parts;
    const rows = list.children;
    rows[active]?.setAttribute("aria-selected", "false");
    active = at;
    const row = rows[at];
    if (!row) return input.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", row.id);
    if (into) row.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const count = parts.list.children.length;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (count) choose(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (timer) { clearTimeout(timer); timer = 0; if (active < 0) show(); }
      const row = parts.list.children[Math.max(active, 0)];
      if (row && (event.ctrlKey || event.metaKey)) window.open(row.href, "_blank", "noopener");
      else row?.click();
    }
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const row = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(".hr-hit")) : null;
    if (!row) return;
    if (row.dataset.ask !== undefined) {
      event.preventDefault();
      open(row.dataset.ask);
    } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) shut();
  }

  /** The field gives the focus up first: hidden, it would keep it for a frame, and take the next key. */
  function shut() {
    parts.input.blur();
    parts.dialog.close();
  }

  /** @param {string} [words] */
  function open(words) {
    if (!parts) build();
    if (!loading) { loading = true; load("search-index.js"); }
    if (words) parts.input.value = words;
    if (!parts.dialog.open) parts.dialog.showModal();
    parts.input.focus();
    parts.input.select();
    show();
  }

  document.addEventListener("click", (event) => {
    const asked = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[data-hr-search]")) : null;
    if (!asked || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(asked.dataset.hrSearch);
  });

  // before the theme, which has keys of its own for the search that this one replaces
  window.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const k = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !typing && !document.querySelector("dialog[open]");
    if (k || (plain && event.key === "/")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    } else if (plain && (event.key === "f" || event.key === "s")) event.stopImmediatePropagation();
  }, true);

  /** The button in the header; the search of the theme makes room for it. */
  function begin() {
    document.documentElement.classList.add("hr-finds");
    const header = document.querySelector(".md-header__inner");
    if (!header || header.querySelector(".hr-find-open")) return;
    header.append(make("button", "hr-find-open", { type: "button", "data-hr-search": "", "aria-label": "Search the handbook", "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K" }, loupe(), make("span", "", {}, "Search"), make("kbd", "", { "aria-hidden": "true" }, "/")));
  }

  // with instant navigation the theme swaps the page without loading this file again
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
