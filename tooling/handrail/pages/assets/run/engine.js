// The walk: which way a case takes through a workflow. It says the same as review/walk.py for every case; a test compares.
// Pure: states are never changed, nothing here knows of a page, a clock or a network.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** @typedef {Record<string, string[]>} Table  a fact or mark -> what it may be; all rows must hold */
  /** @typedef {{workflow: string, step: string, holder: string, severity: string, counts: Record<string, number>, item: number[] | null, spent: number}} Frame  a call: what is as before when the called workflow comes back */
  /**
   * @typedef {object} State  where a case is
   * @property {string} workflow
   * @property {string} step
   * @property {string} holder  the team that has the case
   * @property {string} severity
   * @property {Record<string, number>} counts  how often each step with `at-most` was done
   * @property {Frame[]} frames
   * @property {number[] | null} item  inside a `together`: the items that have finished
   * @property {number} spent  inside a `together`: when the last item finished
   * @property {string} back  at a `run` that leaves marks: the outcome with which the workflow came back
   * @property {string} outcome  not empty: the case has ended
   * @property {Record<string, string>} facts
   * @property {string[]} marks
   * @property {number} elapsed  the minutes that all of it may have taken
   */
  /** @typedef {{workflow: string, step: any, on: string, label: string, said: Record<string, string>, passes: string[], minutes: number, elapsed: number, does: boolean}} Stride */
  /** @typedef {{ask: (fact: string, workflow: string, step: any) => string, late: (step: any) => boolean}} Case  what a case says */

  const NEVER = "", UNKNOWN = "unknown";
  /** Objects put together, without the names that every object has: a fact may be called `constructor`. */
  const merged = (...parts) => Object.assign(Object.create(null), ...parts);
  const ON = { done: "done", answer: "answer", outcome: "outcome", branch: "branch", late: "no answer", again: "again", passed: "passed by" };

  const WAITS = ["escalate", "wait"];

  /** A workflow that is needed and not there yet. */
  class Missing extends Error {
    /** @param {string} workflow */
    constructor(workflow) { super(workflow); this.workflow = workflow; }
  }

  /** No way leads on. */
  class Stuck extends Error {
    /** @param {State} state */
    constructor(state) { super(`no way leads on from \`${state.workflow}#${state.step}\` for what is known there`); }
  }

  // ---- what tables mean, for one case

  const RANGE = /^(?:under (\d{1,9})|(\d{1,9}) to (\d{1,9})|(\d{1,9}) or over|(\d{1,9}))$/;

  /** The numbers that a written answer takes, or null. */
  function range(text, fact) {
    const found = RANGE.exec(text);
    if (!found) return null;
    const [under, low, high, over, one] = found.slice(1).map((part) => (part === undefined ? null : Number(part)));
    const least = fact.least ?? 0, most = fact.most ?? 0;
    const taken = under !== null ? [least, under - 1] : low !== null ? [low, high] : over !== null ? [over, most] : [one, one];
    return least <= taken[0] && taken[0] <= taken[1] && taken[1] <= most ? taken : null;
  }

  function takes(flow, name, values, value) {
    if (values.includes(value)) return true;
    const fact = flow.facts?.[name];
    const here = fact && value !== UNKNOWN ? range(value, fact) : null;
    return Boolean(here) && values.some((text) => {
      const span = range(text, fact);
      return span && span[0] <= here[0] && here[1] <= span[1];
    });
  }

  function rowHolds(flow, name, values, facts, marks) {
    if (!flow.facts?.[name]) return values.includes(marks.includes(name) ? "done" : "not-done");
    return takes(flow, name, values, facts[name] || UNKNOWN);
  }

  /** @param {Table} table */
  function holds(flow, table, facts, marks) {
    return Object.entries(table).every(([name, values]) => rowHolds(flow, name, values, facts, marks));
  }

  const any = (flow, tables, facts, marks) => tables.some((table) => holds(flow, table, facts, marks));

  /** The number of the branch that a decision chooses, or -1. */
  function chosen(flow, step, facts, marks) {
    const branches = step.branches ?? [];
    const found = branches.findIndex((branch) => branch.kind === "when" && any(flow, branch.when ?? [], facts, marks));
    if (found >= 0) return found;
    const wanted = doubtful(flow, step, facts, marks) ? "unknown" : "otherwise";
    return branches.findIndex((branch) => branch.kind === wanted);
  }

  /** Whether an answer to something that is not known could make one of the tables hold. */
  function doubtful(flow, step, facts, marks) {
    const tables = (step.branches ?? []).flatMap((branch) => branch.when ?? []);
    const names = [...new Set(tables.flatMap((table) => Object.keys(table)))].filter((name) => flow.facts?.[name]);
    const open = names.filter((name) => [NEVER, UNKNOWN].includes(facts[name] ?? NEVER));
    const texts = (name) => [...new Set([UNKNOWN, ...tables.flatMap((table) => table[name] ?? [])])];
    const tried = (place, known) => place === open.length
      ? any(flow, tables, known, marks)
      : texts(open[place]).some((text) => tried(place + 1, merged(known, { [open[place]]: text })));
    return tried(0, facts);
  }

  // ---- where ways lead

  const flowOf = (flows, name) => {
    const found = flows[name];
    if (!found) throw new Missing(name);
    return found;
  };
  const topStep = (flow, name) => (flow.steps ?? []).find((step) => step.id === name);
  const anyStep = (flow, name) => {
    for (const step of flow.steps ?? []) for (const each of [step, ...(step.items ?? [])]) if (each.id === name) return each;
    return undefined;
  };

  /** The first step of a workflow. `from` says who has the case and what it is. */
  function enter(flows, name, from, frames) {
    const flow = flowOf(flows, name);
    return {
      ...from, workflow: name, step: flow.steps[0].id, holder: flow.team || from.holder, severity: flow.severity || from.severity,
      counts: merged(), frames, item: null, spent: 0, back: "", outcome: "",
    };
  }

  /** Where a name leads, through the return of called workflows: a function that makes the state, or null. */
  function target(flows, flow, name, state) {
    const records = [];
    while (name && flow.outcomes?.[name]) {
      if (!state.frames.length) {
        const outcome = name, workflow = flow.id;
        return { records, reach: (now) => ({ ...now, workflow, step: "", frames: [], item: null, spent: 0, back: "", outcome }) };
      }
      const frame = state.frames[state.frames.length - 1], outcome = name;
      flow = flowOf(flows, frame.workflow);
      const step = anyStep(flow, frame.step);
      records.push(step.records ?? {});
      state = { ...state, ...frame, frames: state.frames.slice(0, -1), back: outcome };
      const arrived = state;
      if (step.marks?.length) return { records, reach: (now) => placed(now, arrived) };
      if (frame.item) return { records, reach: (now) => placed(now, afterItem(flow, step, arrived)) };
      name = step.outcomes?.[outcome] || step.outcomes?.[""] || "";
    }
    if (topStep(flow, name)) {
      const there = { ...state, step: name, item: null, spent: 0, back: "" };
      return { records, reach: (now) => placed(now, there) };
    }
    if (!name || !(flow.others && name in flow.others)) return null;
    const left = state;
    return { records, reach: (now) => enter(flows, name, { ...now, holder: left.holder, severity: left.severity }, []) };
  }

  /** The facts, marks and minutes of one state at the place of another. */
  const placed = (now, there) => ({ ...there, facts: now.facts, marks: now.marks, elapsed: now.elapsed, outcome: "" });

  /** What follows when a workflow that was run side by side with others has come back. */
  function afterItem(flow, item, state) {
    const above = flow.steps.find((step) => (step.items ?? []).some((each) => each.id === item.id));
    return finish(above, state, above.items.findIndex((each) => each.id === item.id), state.spent);
  }

  /** What follows when an item has finished. */
  function finish(step, state, place, spent) {
    const item = [...(state.item ?? []), place];
    return { ...state, step: step.id, item, spent: item.length === step.items.length ? 0 : spent, back: "" };
  }

  // ---- what can happen at a step, in the order of the engine; the first that this case allows happens

  /** @returns {Generator<any>} */
  function* edges(flows, state) {
    const flow = flowOf(flows, state.workflow);
    if (state.back) {
      yield* cameBack(flows, flow, state);
      return;
    }
    const step = topStep(flow, state.step);
    if (step.verb === "together" && state.item) {
      yield* items(flows, flow, state, step);
      return;
    }
    const due = { when: step.when, unless: step.unless };
    if (step.when || step.unless) yield edge(flows, flow, state, step, below(flow, step), ON.passed, { passed: due, does: false });
    const count = state.counts[step.id] ?? 0;
    if (step.rounds !== undefined && step.rounds !== null && count >= step.rounds) {
      yield edge(flows, flow, state, step, step.then ?? "", ON.again, { due, does: false });
      return;
    }
    if (step.rounds !== undefined && step.rounds !== null) state = { ...state, counts: merged(state.counts, { [step.id]: count + 1 }) };
    yield* VERBS[step.verb](flows, flow, state, step, due);
  }

  const below = (flow, step) => flow.steps[flow.steps.indexOf(step) + 1]?.id ?? "";

  /** One thing that can happen: what must hold, what is asked and recorded, and where it leads (`to` null: nowhere). */
  function edge(flows, flow, state, step, name, on, more = {}) {
    const from = more.holder === undefined ? state : { ...state, holder: more.holder };
    return { flow, step, on, does: true, minutes: 0, label: "", ...more, to: target(flows, flow, name, from) };
  }

  const plain = function* (flows, flow, state, step, due) {
    yield edge(flows, flow, state, step, step.go ?? "", ON.done, { due, records: step.records, minutes: step.minutes ?? 0 });
  };

  const VERBS = {
    do: plain,
    tell: plain,
    *ask(flows, flow, state, step, due) {
      const known = step.again ? [[null, step.minutes ?? 0]] : [[true, 0], [false, step.minutes ?? 0]];
      for (const [before, minutes] of known) {
        const more = { due, known: before, ask: step.ask, again: step.again, records: step.records, minutes };
        if (!step.ways?.length) yield edge(flows, flow, state, step, step.go ?? "", ON.done, more);
        for (const [way, values] of step.ways ?? []) {
          yield edge(flows, flow, state, step, way, ON.answer, { ...more, is: [step.ask[0], values], label: values.join(", ") });
        }
      }
    },
    *decide(flows, flow, state, step, due) {
      for (const [number, branch] of (step.branches ?? []).entries()) {
        yield edge(flows, flow, state, step, branch.go ?? "", ON.branch, { due, branch: number, label: String(number), does: false });
      }
    },
    *escalate(flows, flow, state, step, due) {
      const [promise, late] = step.answered[state.severity] ?? step.answered[""];
      yield edge(flows, flow, state, step, step.go ?? "", ON.done, { due, records: step.records, minutes: step.late ? promise : late, holder: step.to });
      if (step.late) yield edge(flows, flow, state, step, step.late, ON.late, { due, minutes: promise, holder: step.to, passes: [] });
    },
    *wait(flows, flow, state, step, due) {
      const minutes = step.minutes ?? 0;
      yield edge(flows, flow, state, step, step.go ?? "", ON.done, { due, records: step.records, minutes });
      if (step.late) yield edge(flows, flow, state, step, step.late, ON.late, { due, minutes, passes: [] });
    },
    *run(flows, flow, state, step, due) {
      const { workflow, holder, severity, counts, item, spent } = state;
      const twice = state.frames.some((frame) => frame.workflow === flow.id && frame.step === step.id);
      if (twice || !(flow.others && step.run in flow.others)) return;
      const frames = [...state.frames, { workflow, step: step.id, holder, severity, counts, item, spent }];
      yield {
        flow, step, on: ON.done, does: false, minutes: 0, label: "", due, records: step.settles,
        to: { records: [], reach: (now) => enter(flows, step.run, { ...now, holder, severity }, frames) },
      };
    },
    *together(flows, flow, state, step, due) {
      const there = { ...state, item: [], spent: 0 };
      yield { flow, step, on: ON.done, does: false, minutes: 0, label: "", due, to: { records: [], reach: (now) => placed(now, there) } };
    },
  };

  /** The workflow that a step ran came back: only now is what the step marks true. */
  function* cameBack(flows, flow, state) {
    const step = anyStep(flow, state.step);
    if (!state.item) {
      yield edge(flows, flow, { ...state, back: "" }, step, step.outcomes?.[state.back] || step.outcomes?.[""] || "", ON.outcome, { label: state.back });
      return;
    }
    const there = afterItem(flow, step, state);
    yield { flow, step, on: ON.outcome, does: true, minutes: 0, label: state.back, to: { records: [], reach: (now) => placed(now, there) } };
  }

  /** Side by side: items finish in the order of their times; a workflow that is run comes before or after all others. */
  function* items(flows, flow, state, step) {
    const left = step.items.map((_, place) => place).filter((place) => !state.item.includes(place));
    if (!left.length) {
      yield edge(flows, flow, state, step, step.go ?? "", ON.done, { records: step.records, does: Boolean(step.marks?.length) });
      return;
    }
    const timed = step.items.map((_, place) => place).filter((place) => step.items[place].verb !== "run");
    const slow = timed.filter((place) => left.includes(place));
    const next = slow.length ? Math.min(...slow.map((place) => step.items[place].minutes ?? 0)) : 0;
    for (const place of left) {
      const item = step.items[place], due = { when: item.when, unless: item.unless }, minutes = item.minutes ?? 0;
      const ends = (spent) => ({ records: [], reach: (now) => placed(now, finish(step, state, place, spent)) });
      if (item.when || item.unless) {
        yield { flow, step: item, on: ON.passed, does: false, minutes: 0, label: "", passed: due, to: ends(state.spent) };
      }
      if (item.verb === "run") {
        if (!slow.length || slow.length === timed.length) yield* VERBS.run(flows, flow, state, item, due);
        continue;
      }
      const done = { flow, step: item, on: ON.done, does: true, label: "", due, records: item.records };
      if (minutes === next) yield { ...done, minutes: next - state.spent, to: ends(next) };
      if (minutes && !state.spent && (step.early ?? []).includes(item.id)) yield { ...done, minutes: 0, to: ends(0) };
    }
  }

  // ---- one stride

  /** Whether a case is let through to a step's doing. */
  function isDue(flow, due, facts, marks) {
    return !due || ((!due.when || any(flow, due.when, facts, marks)) && (!due.unless || !any(flow, due.unless, facts, marks)));
  }

  /** What an edge makes of the facts for a case, or null where the case cannot go on by it. */
  function attempt(edge, state, told) {
    const { flow, step } = edge, marks = state.marks;
    if (edge.passed ? isDue(flow, edge.passed, state.facts, marks) : !isDue(flow, edge.due, state.facts, marks)) return null;
    if (edge.branch !== undefined && chosen(flow, step, state.facts, marks) !== edge.branch) return null;
    if (edge.ask && typeof edge.known === "boolean" && edge.ask.every((name) => state.facts[name]) !== edge.known) return null;
    const facts = merged(state.facts), said = merged();
    for (const name of edge.ask ?? []) {
      if (edge.again || !facts[name]) facts[name] = said[name] = told.ask(name, flow.id, step);
    }
    if (edge.is && !takes(flow, edge.is[0], edge.is[1], facts[edge.is[0]] ?? NEVER)) return null;
    Object.assign(facts, edge.records, ...edge.to.records);
    return { facts, said };
  }

  /**
   * The next stride of a case and the state after it. Throws Missing for a workflow that is not loaded, Stuck where no
   * way leads on, and whatever the case throws that is asked.
   * @param {Record<string, any>} flows @param {State} state @param {Case} told @returns {{stride: Stride, state: State}}
   */
  function advance(flows, state, told) {
    for (const each of edges(flows, state)) {
      if (!each.to) continue;
      const asked = WAITS.includes(each.step.verb) && each.step.late && [ON.done, ON.late].includes(each.on);
      const late = Boolean(asked && told.late(each.step));
      if (late !== (each.on === ON.late)) continue;
      const tried = attempt(each, state, told);
      if (!tried) continue;
      const passes = each.does ? each.passes ?? each.step.marks ?? [] : [];
      const marks = [...new Set([...state.marks, ...passes])], elapsed = state.elapsed + each.minutes;
      const after = each.to.reach({ ...state, facts: tried.facts, marks, elapsed });
      const { on, label, does, minutes, step } = each;
      return { stride: { workflow: each.flow.id, step, on, label, said: tried.said, passes, minutes, elapsed, does }, state: after };
    }
    throw new Stuck(state);
  }

  /** Where a case begins: at the first step of a workflow, with what is known before. @returns {State} */
  function begin(flows, workflow, known) {
    const facts = merged(flowOf(flows, workflow).first, known);
    const empty = { holder: "", severity: "", facts, marks: [], elapsed: 0 };
    return enter(flows, workflow, empty, []);
  }

  /** The step at which a case is: the workflow, the step, and whether it is inside a `together`. */
  function at(flows, state) {
    const flow = flowOf(flows, state.workflow);
    return { flow, step: state.outcome ? null : anyStep(flow, state.step) };
  }

  run.engine = { begin, advance, at, isDue, holds, Missing, Stuck, ON };
})();
