// The door to the guided run: it fetches the rest when a run begins or goes on. Without it the button leads to step 1.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const PARTS = ["store", "engine", "hours", "elements", "time", "session", "notes", "people", "letter", "clock", "legal", "cards", "sheet", "lit", "panel"];

  /** The folder of our assets, wherever the site lies. */
  run.base = new URL("./", document.currentScript.src).href;

  /** The name under which a run is kept in this tab. */
  run.key = (root) => `handrail-run:${new URL("../../", run.base).pathname}:${root}`;

  /** @type {Promise<void> | null} */
  let fetched = null;

  function add(tag, traits) {
    return new Promise((done, failed) => {
      const made = Object.assign(document.createElement(tag), traits);
      made.onload = () => done();
      made.onerror = () => failed(new Error(traits.src ?? traits.href));
      document.head.append(made);
    });
  }

  function fetchAll() {
    fetched ??= Promise.all([
      add("link", { rel: "stylesheet", href: `${run.base}run/run.css` }),
      ...PARTS.map((name) => add("script", { src: `${run.base}run/${name}.js`, async: false })),
    ]).then(() => undefined);
    fetched.catch(() => { fetched = null; });
    return fetched;
  }

  const kept = (root) => {
    try {
      return JSON.parse(sessionStorage.getItem(run.key(root)) ?? "null");
    } catch {
      return null;
    }
  };

  /** Say on the button that a run waits. */
  run.label = (link) => {
    const words = [...link.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    link.dataset.words ??= words?.data ?? "";
    if (words) words.data = kept(link.dataset.hrRun) ? " Go on with the run" : link.dataset.words;
  };

  async function start(link) {
    try {
      await fetchAll();
    } catch {
      location.hash = link.hash;
      return;
    }
    run.open(link);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-hr-run]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    start(link);
  });

  /** A run that was open when the page was left goes on. */
  function begin() {
    const link = document.querySelector("a[data-hr-run]");
    if (!link) return;
    const session = kept(link.dataset.hrRun);
    run.label(link);
    if (session && !session.aside) start(link);
  }

  // with instant navigation the theme swaps the page without loading this file again
  if (window.document$) window.document$.subscribe(begin);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
