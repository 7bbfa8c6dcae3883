// The clocks of the law and of our own policy during a run: which of them bind in this case, since when, and by when.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const WITH_THE_CASE = ["received", "request-complete"];

  /** Whether a table holds by what was answered: what nobody asked binds nothing yet. */
  function holds(data, table, facts, marks) {
    const answered = Object.keys(table).every((name) => !data.facts[name] || facts[name]);
    return answered && run.engine.holds(data, table, facts, marks);
  }

  /** Whether a limit binds by what is known. */
  function binds(data, limit, root, { facts, marks }) {
    const any = (tables) => !tables || tables.some((table) => holds(data, table, facts, marks));
    const freed = (limit.doors ?? []).includes(root) || (limit.but ?? []).some((table) => holds(data, table, facts, marks));
    return any(limit.when) && any(limit.only) && !freed;
  }

  /** What was known at each moment of a run: at its start and after each stride. */
  function moments(now, session) {
    const marks = new Set(), strides = now.strides;
    const found = [{ at: session.received, facts: strides[0]?.facts ?? now.state.facts, marks: [], stride: null }];
    strides.forEach((stride, place) => {
      stride.passes.forEach((mark) => marks.add(mark));
      found.push({ at: stride.at, facts: strides[place + 1]?.facts ?? now.state.facts, marks: [...marks], stride });
    });
    return found;
  }

  /** Since when a limit counts and when it was met, in milliseconds; null where it has not begun. */
  function counted(data, limit, root, session, all) {
    const from = limit.from ?? "", meets = ({ stride }) => stride?.passes.some((mark) => limit.marks.includes(mark));
    if (from in (run.held("people")?.marks ?? {}) || /^E[0-4]$/.test(from)) return eachTime(from, meets, all);
    let start = from ? (WITH_THE_CASE.includes(from) || session.known[from] ? session.received : null)
      : all.find((moment) => binds(data, limit, root, moment))?.at ?? null;
    for (const { at, stride } of from ? all : []) {
      const settled = stride && (from in stride.said || from in (stride.step.records ?? {}));
      if (settled || (stride?.step.restarts === from && stride.on === run.engine.ON.done)) start = at;
    }
    // what was done before the clock began is done, as in the proofs
    return { start, done: all.find(meets)?.at ?? null };
  }

  /** A clock that begins at a mark begins anew each time: the last one that began. */
  function eachTime(from, meets, all) {
    let start = null, done = null;
    for (const moment of all) {
      if (moment.stride?.passes.includes(from) && (start === null || done !== null)) [start, done] = [moment.at, null];
      else if (start !== null && done === null && meets(moment)) done = moment.at;
    }
    return { start, done };
  }

  /** The limits that bind now, those that still run first, the nearest of them before the others. */
  function limits(now, session) {
    const data = run.held("clocks");
    if (!data) return [];
    const all = moments(now, session), here = all[all.length - 1];
    return data.limits.filter((limit) => binds(data, limit, session.root, here)).flatMap((limit) => {
      const { start, done } = counted(data, limit, session.root, session, all);
      return start === null ? [] : [{ ...limit, by: start + limit.minutes * run.time.MINUTE, done }];
    }).sort((a, b) => (a.done !== null) - (b.done !== null) || a.by - b.by);
  }

  /** Each with what it serves, and by when; what is done says when. */
  function clocks(now, session) {
    const { el, icon } = run.dom, found = limits(now, session);
    if (!found.length) return "";
    const rows = found.map((limit) => {
      const late = limit.done !== null && limit.done > limit.by;
      const served = limit.duties?.length ? limit.duties.join(", ") : "Our own policy";
      const state = limit.done === null ? run.clock.due("by", limit.by) : el("small", {}, `${late ? "late, " : "done "}${run.time.clock(limit.done)}`);
      const kind = limit.done === null ? "" : late ? "late" : "kept";
      return el("li", { class: kind }, icon(limit.done === null ? "clock" : late ? "warning" : "check"), el("span", {}, `${limit.says.slice(0, 1).toUpperCase()}${limit.says.slice(1)}`), el("small", {}, `within ${limit.time} · ${served}`), state);
    });
    const open = found.filter((limit) => limit.done === null).length;
    const title = open ? `${open} ${open === 1 ? "clock runs" : "clocks run"} by law or policy` : "Every clock by law or policy was kept";
    const words = found.some((limit) => limit.done !== null && limit.done > limit.by) && !open ? "Clocks by law or policy" : title;
    return el("details", { class: "hr-guide-more hr-guide-legal", open: open > 0 }, el("summary", {}, words), el("ul", { class: "hr-guide-promises" }, rows));
  }

  run.legal = { limits, clocks };
})();
