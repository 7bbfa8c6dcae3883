// A run: what was answered, in order. It lives in this tab alone (sessionStorage) and is pinned to the prints of its
// workflows. Where a case is now always follows from the answers, so going back is leaving the last one out.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const FORM = 1;

  /**
   * @typedef {object} Session
   * @property {number} form
   * @property {string} root  the workflow that was begun
   * @property {Record<string, string>} prints  the print of every workflow that was shown
   * @property {number} received  when the case came in, in milliseconds
   * @property {number} begun  when the run began
   * @property {boolean} open  whether the first step is shown
   * @property {string} reference  the number of the case, as typed
   * @property {Record<string, string>} known  facts that were known before
   * @property {{place: string, value: string, at: number}[]} inputs
   * @property {Record<string, string>} earlier  what was answered at a place before somebody went back
   * @property {Record<string, string>} blanks  what was filled into messages, by blank
   * @property {string[]} warned  steps whose warning was read
   * @property {{message: string, language: string, at: number, place: string}[]} copied
   * @property {string} notes  the notes as they last stood, for when the pages change under a run
   */

  const { key } = run;

  /** @returns {Session} */
  function fresh(root, print) {
    const now = Date.now();
    const empty = { reference: "", known: {}, inputs: [], earlier: {}, blanks: {}, warned: [], copied: [], notes: "" };
    return { form: FORM, root, prints: { [root]: print }, received: now, begun: now, open: false, ...empty };
  }

  /** The run of a workflow in this tab, or null. @returns {Session | null} */
  function stored(root) {
    try {
      const found = JSON.parse(sessionStorage.getItem(key(root)) ?? "null");
      return found && found.form === FORM && found.root === root && Array.isArray(found.inputs) ? found : null;
    } catch {
      return null;
    }
  }

  /** @param {Session} session */
  function keep(session) {
    try {
      sessionStorage.setItem(key(session.root), JSON.stringify(session));
    } catch { /* a browser that keeps nothing: the run still works until the page is left */ }
  }

  function forget(root) {
    try {
      sessionStorage.removeItem(key(root));
    } catch { /* nothing was kept */ }
  }

  /** Forget every run of this handbook in this tab. */
  function forgetAll() {
    const start = key("");
    try {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(start)) sessionStorage.removeItem(name);
    } catch { /* nothing was kept */ }
  }

  /** What a person must say before the case can go on. */
  class Need extends Error {
    constructor(fact) { super(fact); this.fact = fact; }
  }

  /**
   * @typedef {object} Now  where a run is
   * @property {"ask" | "do" | "answer" | "together" | "run" | "end" | "stuck"} kind
   * @property {any} state @property {any} flow @property {any} step
   * @property {string} fact  what is asked
   * @property {string} place  names the question, so that an answer can be found again
   * @property {any[]} strides  everything that happened, each with the time of the answer before it
   * @property {number} since  how many strides were there when the last answer was given
   * @property {number} due  the minutes that all may have taken when this is done
   */

  /** Where the answers of a run lead. Throws Missing for a workflow that is not loaded. @param {Session} session @returns {Now} */
  function replay(session) {
    const { engine, flows } = run;
    let state = engine.begin(flows, session.root, session.known);
    const strides = [];
    let said = Object.create(null), used = 0, since = 0, agreed = "", at = session.begun;
    const here = () => engine.at(flows, state);
    const result = (kind, more = {}) => ({ kind, state, strides, since, fact: "", place: "", due: state.elapsed, ...here(), ...more });
    const told = (late) => ({
      ask: (fact) => { if (fact in said) return said[fact]; throw new Need(fact); },
      late: () => late,
    });
    /** The next answer, if it was given to this very question. */
    const input = (place) => {
      const next = session.inputs[used];
      if (!next || next.place !== place) return null;
      used += 1;
      since = strides.length;
      at = next.at;
      return next.value;
    };
    while (!state.outcome) {
      let next;
      try {
        next = engine.advance(flows, state, told(false));
      } catch (error) {
        if (error instanceof engine.Stuck) return result("stuck");
        if (!(error instanceof Need)) throw error;
        const { flow, step } = here();
        const place = `${flow.id}#${step.id}:${error.fact}`, value = input(place);
        if (value === null) return result("ask", { fact: error.fact, place, said, due: state.elapsed + (step.minutes ?? 0) });
        said[error.fact] = value;
        continue;
      }
      const { stride } = next, { step, workflow } = stride;
      const place = `${workflow}#${step.id}`;
      const gate = gated(stride, state, agreed === `${workflow}#${state.step}`);
      if (gate) {
        const about = gate === "together" ? here().step : step;
        const where = gate === "together" ? `${workflow}#${about.id}` : place;
        const value = input(where);
        if (value === null) return result(gate, { step: about, place: where, due: dueAt(state, stride, gate, about) });
        if (gate === "together") agreed = where;
        if (value === "late") next = engine.advance(flows, state, told(true));
      }
      if (step.verb === "together" && stride.on === engine.ON.done) agreed = "";
      strides.push({ ...next.stride, at, facts: state.facts });
      said = Object.create(null);
      state = next.state;
    }
    return result("end");
  }

  /** What a person is shown before something happens, or nothing where it follows by itself. */
  function gated(stride, state, agreed) {
    const { step, on } = stride, { ON } = run.engine;
    if (on !== ON.done || step.verb === "ask" || step.verb === "together") return "";
    if (step.verb === "run") return "run";
    if (state.item) return agreed ? "" : "together";
    return step.verb === "escalate" || (step.verb === "wait" && step.late) ? "answer" : "do";
  }

  /** The minutes by which what is shown is done: side by side that is the slowest of what is due. */
  function dueAt(state, stride, gate, step) {
    if (step.verb === "escalate") return state.elapsed + (step.answered[state.severity] ?? step.answered[""])[0];
    if (gate !== "together") return stride.elapsed;
    return state.elapsed + Math.max(0, ...dueItems(state, step).map((item) => item.minutes ?? 0));
  }

  /** The things side by side that are to be done in this case and are not done yet. */
  function dueItems(state, step) {
    const flow = run.flows[state.workflow];
    return step.items.filter((item, place) => !(state.item ?? []).includes(place) && run.engine.isDue(flow, item, state.facts, state.marks));
  }

  /** Answer what is asked. @param {Session} session @param {string} place @param {string} value */
  function answer(session, place, value) {
    const earlier = { ...session.earlier };
    delete earlier[place];
    return { ...session, earlier, inputs: [...session.inputs, { place, value, at: Date.now() }] };
  }

  /** Take the last answer back. It is remembered, and offered when the question comes again. @param {Session} session */
  function back(session) {
    const last = session.inputs[session.inputs.length - 1];
    if (!last) return { ...session, open: false };
    return { ...session, inputs: session.inputs.slice(0, -1), earlier: { ...session.earlier, [last.place]: last.value } };
  }

  /** Begin anew; what was answered is offered again. @param {Session} session */
  function again(session) {
    const earlier = { ...session.earlier };
    for (const { place, value } of session.inputs) earlier[place] = value;
    return { ...session, inputs: [], earlier, open: false, warned: [], copied: [] };
  }

  run.session = { fresh, stored, keep, forget, forgetAll, replay, dueItems, answer, back, again };
})();
