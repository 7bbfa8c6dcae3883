// The search of the handbook: a combobox in a dialog. Questions stay here; what is loaded is the index, once, when the
// search is first opened. Works from a web server, from a folder on disk, and after the theme has swapped the page.
// @ts-check
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = new URL(".", script.src);
  const { make, loupe, often, rows, address } = globalThis.handrailRows;
  const lexicon = new globalThis.HandrailLexicon();
  /** So many pages are shown at once, the others so many milliseconds after the last key; how long to wait for a key. */
  const AT_ONCE = 5, AFTER = 120, WAIT = 1500;
  /** Where this browser remembers that keys of one letter do nothing. */
  const KEYS = "handrail-keys";
  /** Such keys of the theme: search, the page before and the page after. */
  const LETTERS = ["/", "f", "s", "p", ",", "n", "."];
  const FILTERS = /** @type {const} */ ([["kind", "Everything"], ["severity", "Any severity"], ["team", "Any team"], ["land", "Any country"]]);
  /** @type {Record<string, string>} */
  const chosen = { kind: "", severity: "", team: "", land: "" };
  /** @type {any} */
  let parts = null;
  let loading = false, asked = false, failed = false, active = -1, timer = 0;
  /** @type {(() => void) | null} */
  let later = null;

  // ---- the index

  globalThis.handrailSearch = {
    first: (data) => { lexicon.first(data); loaded(); window.setTimeout(more, WAIT); },
    more: (data) => { lexicon.more(data); loaded(); },
    whole: () => lexicon.whole,
    lexicon,
  };

  /** The larger part of the index comes once the first results are there, or when nobody types for a while. */
  function more() {
    if (asked) return;
    asked = true;
    load("search-more.js");
  }

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
    keys.append(make("span", "hr-find-own", {}, "Nothing leaves this browser."));
    const slash = /** @type {HTMLInputElement} */ (make("input", "", { type: "checkbox", id: "hr-find-slash" }));
    slash.checked = single();
    slash.addEventListener("change", () => remember(slash.checked));
    const letters = make("label", "hr-find-slash", { for: "hr-find-slash" }, slash, make("span", "", {}, make("kbd", "", {}, "/"), "opens this"));
    const bar = make("div", "hr-find-bar", {}, loupe(), input, close);
    const filters = make("div", "hr-find-filters", { role: "group", "aria-label": "Filters" }, ...Object.values(selects), clear);
    const dialog = /** @type {HTMLDialogElement} */ (make("dialog", "hr-find", { "aria-label": "Search" }, bar, filters, said, list, make("div", "hr-find-foot", {}, keys, letters, make("a", "hr-find-az", { href: address({ path: "a-z" }, null) }, "A to Z"))));
    document.body.append(dialog);
    parts = { dialog, input, selects, clear, said, list };
    input.addEventListener("input", show);
    input.addEventListener("keydown", keyed);
    close.addEventListener("click", shut);
    clear.addEventListener("click", () => { reset(); input.focus(); });
    for (const [name, select] of Object.entries(selects)) {
      select.addEventListener("change", () => { chosen[name] = /** @type {HTMLSelectElement} */ (select).value; show(); });
    }
    list.addEventListener("click", clicked);
    list.addEventListener("mousedown", (event) => { if (!event.button) event.preventDefault(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) shut(); });
    dialog.addEventListener("cancel", letGo);
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

  // ---- keys of one letter, which somebody who speaks to the computer has to be able to switch off

  let kept = "";
  function single() {
    try { kept = localStorage.getItem(KEYS) ?? kept; } catch { /* a browser that keeps nothing still obeys until the next page */ }
    return kept !== "off";
  }

  /** @param {boolean} on */
  function remember(on) {
    kept = on ? "on" : "off";
    try { localStorage.setItem(KEYS, kept); } catch { /* as above */ }
    tellKeys();
  }

  /** The button says which keys open the search. */
  function tellKeys() {
    const button = document.querySelector(".hr-find-open");
    button?.setAttribute("aria-keyshortcuts", single() ? "/ Control+K" : "Control+K");
    button?.classList.toggle("mute", !single());
  }

  // ---- results

  /** @param {any} page @param {any} place */
  function allowed(page, place) {
    return (!chosen.kind || String(page.kind) === chosen.kind) && (!chosen.severity || page.severity === chosen.severity) &&
      (!chosen.land || page.lands.includes(chosen.land)) && (!chosen.team || page.team === chosen.team || place?.team === chosen.team);
  }

  function show() {
    const { input, said, clear } = parts;
    const question = input.value;
    const filtered = Object.values(chosen).some(Boolean);
    clear.hidden = !filtered;
    active = -1;
    if (!lexicon.print) return fill([], failed ? "The index could not be loaded. The menu leads to every page." : loading ? "Loading \u2026" : "");
    if (!question.trim()) return filtered ? all() : fill(lexicon.often.map(often), lexicon.often.length ? "Often asked" : "");
    const hits = globalThis.handrailRank.rank(lexicon, question, filtered ? allowed : null);
    const words = globalThis.handrailRank.concepts(lexicon, question);
    const marked = new Set(words.flatMap(({ readings }) => readings.map(({ word }) => word)));
    const made = (some) => some.flatMap((hit) => rows(lexicon, hit, marked));
    fill(made(hits.slice(0, AT_ONCE)), hits.length ? told(words, hits.length) : filtered ? "Nothing is found with these filters." : "Nothing is found. Try fewer words, or other ones.");
    if (hits.length) choose(0, false);
    if (hits.length && !lexicon.whole) window.setTimeout(more);
    if (hits.length > AT_ONCE) {
      later = () => add(made(hits.slice(AT_ONCE)));
      timer = window.setTimeout(rest, AFTER);
    }
    said.classList.toggle("none", !hits.length);
  }

  /** Without a question a filter shows all that it lets through. */
  function all() {
    const pages = lexicon.pages.filter((page) => allowed(page, null));
    pages.sort((a, b) => a.kind - b.kind || (a.severity || "P9").localeCompare(b.severity || "P9") || a.id - b.id);
    fill(pages.slice(0, 50).flatMap((page) => rows(lexicon, { page, place: null, term: -1 }, new Set())), `${pages.length} ${pages.length === 1 ? "page" : "pages"}`);
  }

  /** @param {HTMLElement[]} options @param {string} words */
  function fill(options, words) {
    const { input, list, said } = parts;
    clearTimeout(timer);
    later = null;
    if (list.firstChild) list.scrollTop = 0;
    list.replaceChildren();
    add(options);
    input.setAttribute("aria-expanded", String(options.length > 0));
    input.removeAttribute("aria-activedescendant");
    said.textContent = words;
  }

  /** @param {HTMLElement[]} options */
  function add(options) {
    const { list } = parts;
    options.forEach((each, at) => { each.id = `hr-find-${list.children.length + at}`; });
    list.append(...options);
  }

  /** What is not made at once, so that a key is answered before the next one comes. */
  function rest() {
    clearTimeout(timer);
    later?.();
    later = null;
  }

  /** What was read in place of what was typed. @param {any[]} asked @param {number} count */
  function told(asked, count) {
    const other = asked.filter(({ readings }) => readings[0]?.how === "edit").map(({ word, readings }) => `\u201c${word}\u201d as \u201c${lexicon.written.get(readings[0].word) ?? readings[0].word}\u201d`);
    return [`${count} ${count === 1 ? "result" : "results"}`, ...(other.length ? [`read ${other.join(", ")}`] : [])].join(" \u00b7 ");
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
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      rest();
      const count = parts.list.children.length;
      event.preventDefault();
      if (count) choose(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const row = parts.list.children[Math.max(active, 0)];
      if (row && (event.ctrlKey || event.metaKey)) window.open(row.href, "_blank", "noopener");
      else row?.click();
    }
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const row = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[role=option]")) : null;
    if (!row) return;
    if (row.dataset.ask !== undefined) {
      event.preventDefault();
      open(row.dataset.ask);
    } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) shut();
  }

  /** What has the focus gives it up first: hidden, it would keep it for a frame, and take the next key. */
  function letGo() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  function shut() {
    letGo();
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
    if (k || (plain && event.key === "/" && single())) {
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    } else if (plain && LETTERS.includes(event.key) && (!single() || event.key === "f" || event.key === "s")) event.stopImmediatePropagation();
  }, true);

  /** The button in the header; the search of the theme makes room for it. */
  function begin() {
    document.documentElement.classList.add("hr-finds");
    const header = document.querySelector(".md-header__inner");
    if (!header || header.querySelector(".hr-find-open")) return;
    header.append(make("button", "hr-find-open", { type: "button", "data-hr-search": "", "aria-label": "Search the handbook", "aria-haspopup": "dialog" }, loupe(), make("span", "", {}, "Search"), make("kbd", "", { "aria-hidden": "true" }, "/")));
    tellKeys();
  }

  // with instant navigation the theme swaps the page without loading this file again
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
