// Walks the cases of a scenario as review/walk.py does: answers in turn, and the first thing that is not said stops it.
(job) => {
  const { engine } = handrailRun, MOST = 2000;
  for (const [name, data] of Object.entries(job.flows)) handrailRun.hold(`workflows/${name}`, data);
  class Unsaid extends Error {}
  const walk = ({ workflow, answers, own, late }) => {
    const flows = handrailRun.flows, flow = flows[workflow], asked = {}, strides = [];
    const known = {};
    for (const name of [...(flow.known ?? []), ...(flow.door ? [] : Object.keys(flow.first ?? {}))]) {
      if (answers[name]) known[name] = answers[name][0];
    }
    let state = engine.begin(flows, workflow, known), stopped = "";
    const told = {
      ask(name, where, step) {
        const said = answers[name] ?? [], turn = asked[name] ?? 0;
        if (!said.length) throw new Unsaid(`\`${where}#${step.id}\` asks for \`${name}\`, and the case does not say it`);
        if (turn >= said.length && own.includes(name)) {
          throw new Unsaid(`\`${where}#${step.id}\` asks for \`${name}\` once more, and the case gives ${said.length} answer${said.length > 1 ? "s" : ""}`);
        }
        return said[Math.min(turn, said.length - 1)];
      },
      late: (step) => late.includes(step.id),
    };
    while (!state.outcome) {
      if (strides.length >= MOST) {
        const last = strides[strides.length - 1];
        stopped = `after ${MOST} steps the case still goes round, at \`${last[0]}#${last[1]}\``;
        break;
      }
      try {
        const next = engine.advance(flows, state, told);
        const { stride } = next;
        strides.push([stride.workflow, stride.step.id, stride.on, stride.elapsed, { ...stride.said }, stride.passes]);
        for (const name of Object.keys(stride.said)) asked[name] = (asked[name] ?? 0) + 1;
        state = next.state;
      } catch (error) {
        if (!(error instanceof Unsaid || error instanceof engine.Stuck)) throw error;
        stopped = error.message;
        break;
      }
    }
    return { strides, ends: state.outcome, stopped, facts: { ...state.facts } };
  };
  return job.cases.map(walk);
}
