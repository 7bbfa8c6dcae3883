// The clock of a run: since when the case is here, by when this step is done, and what else is promised.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** A moment that is due, with how long that is from now; it keeps itself up to date. */
  function due(label, at) {
    const { el } = run.dom;
    const made = el("span", { class: "hr-guide-due", "data-due": at }, el("span", {}, label), " ", el("b", {}, run.time.clock(at)), " ", el("small"));
    refresh(made);
    return made;
  }

  function refresh(made) {
    const { text, over, soon } = run.time.until(Number(made.dataset.due));
    const small = made.querySelector("small");
    if (small.textContent !== text) small.textContent = text;
    made.classList.toggle("over", over);
    made.classList.toggle("soon", soon && !over);
  }

  /** When each promise of the severity was kept, or by when it must be. */
  function promises(now, session) {
    const { el, icon } = run.dom, { MINUTE } = run.time;
    const level = run.held("people")?.severities[run.flows[session.root].severity];
    const found = Object.entries(level?.promises ?? {}).map(([mark, [minutes, text, says]]) => {
      const by = session.received + minutes * MINUTE;
      const kept = now.strides.find((stride) => stride.passes.includes(mark));
      const ended = mark === "close" && now.kind === "end";
      if (kept || ended) {
        const at = kept?.at ?? session.inputs[session.inputs.length - 1].at, late = at > by;
        return el("li", { class: late ? "late" : "kept" }, icon(late ? "warning" : "check"), el("span", {}, says), el("small", {}, `${late ? "late, " : ""}${run.time.clock(at)}`));
      }
      return el("li", {}, icon("clock"), el("span", {}, says), el("small", {}, `within ${text}`), due("by", by));
    });
    return found.length ? el("details", { class: "hr-guide-more" }, el("summary", {}, `What is promised for ${run.flows[session.root].severity}`), el("ul", { class: "hr-guide-promises" }, found)) : "";
  }

  /** The strip above the step. */
  function strip(now, session, does) {
    const { el, icon } = run.dom, { MINUTE } = run.time, flow = run.flows[session.root];
    const received = el("input", { type: "datetime-local", "aria-label": "Received at (your time)", value: run.time.field(session.received), change: (event) => does.received(event.target.value) });
    const step = ["end", "stuck"].includes(now.kind) ? "" : due("this step by", session.received + now.due * MINUTE);
    const close = flow.close && now.kind !== "end" ? due("close by", session.received + flow.close[0] * MINUTE) : "";
    return el("div", { class: "hr-guide-clock" }, el("label", {}, icon("clock"), "Received", received), step, close);
  }

  run.clock = { strip, promises, refresh, due };
})();
