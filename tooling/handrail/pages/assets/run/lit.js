// The track during a run: where the case is now, and where it has been.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  const rows = (page, step) => {
    const heading = page.querySelector(`.hr-track [id="${CSS.escape(step)}"]`);
    const line = page.querySelector(`.hr-mini a[href$="#${CSS.escape(step)}"]`);
    return [heading?.closest(".hr-track > li"), line?.closest("li")].filter(Boolean);
  };

  function clear(page) {
    for (const row of page.querySelectorAll("li.hr-now, li.hr-been")) row.classList.remove("hr-now", "hr-been");
    for (const line of page.querySelectorAll("[aria-current=step]")) if (!line.closest(".hr-guide")) line.removeAttribute("aria-current");
  }

  /** @param {Element} page @param {string} root the workflow that the page shows @param {any} now */
  function show(page, root, now) {
    clear(page);
    const { state, strides } = now;
    const call = state.frames.find((frame) => frame.workflow === root);
    const step = state.workflow === root ? state.step : call?.step ?? "";
    const top = (name) => run.flows[root].steps.find((each) => each.id === name || (each.items ?? []).some((item) => item.id === name))?.id;
    const done = new Set(strides.filter((stride) => stride.workflow === root && stride.on !== run.engine.ON.passed).map((stride) => top(stride.step.id)));
    for (const name of done) for (const row of name ? rows(page, name) : []) row.classList.add("hr-been");
    const end = state.outcome && state.workflow === root ? state.outcome : "";
    const last = end ? [...page.querySelectorAll(`.hr-track [id="${CSS.escape(end)}"], .hr-mini [data-hr-end="${CSS.escape(end)}"]`)] : [];
    for (const each of last) each.closest(".hr-track > li, .hr-mini li")?.classList.add("hr-now");
    for (const row of step ? rows(page, top(step) ?? step) : []) {
      row.classList.remove("hr-been");
      row.classList.add("hr-now");
      const line = row.querySelector("a[href]");
      if (row.closest(".hr-mini")) {
        line?.setAttribute("aria-current", "step");
        const list = row.closest(".hr-mini");
        if (list.scrollHeight > list.clientHeight) list.scrollTop = row.offsetTop - list.clientHeight / 2;
      }
    }
  }

  run.lit = { show, clear };
})();
