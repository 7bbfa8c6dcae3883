// Case notes: the way that was taken, in words, as Markdown and as data. They name the version of the handbook.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** An answer in the words of the register. */
  function words(flow, fact, value) {
    const known = flow.facts?.[fact];
    if (!value) return "not asked";
    if (value === "unknown") return "Not known";
    return known?.answers?.[value] || (known?.number && known.unit ? `${value} ${known.unit}` : upper(value.replaceAll("-", " ")));
  }

  const upper = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
  const named = (flow) => [flow.number, flow.title].filter(Boolean).join(" ");

  /** What happened at a stride, in few words. */
  function happened(flow, stride) {
    const { ON } = run.engine, { step, on } = stride;
    const asks = (fact) => flow.facts?.[fact]?.asks ?? fact;
    const said = Object.entries(stride.said).map(([fact, value]) => `${asks(fact) === step.title ? "" : `${asks(fact)} `}${words(flow, fact, value)}`);
    if (said.length) return said.join(" · ");
    if (on === ON.passed) return `Not needed${step.only ? `: ${step.only.slice(0, 1).toLowerCase()}${step.only.slice(1)}` : ""}`;
    if (on === ON.again) return `Not again: it was done ${step.rounds} ${step.rounds === 1 ? "time" : "times"}`;
    if (on === ON.branch) return decided(flow, stride);
    if (on === ON.outcome) return `Came back: ${run.flows[step.run]?.outcomes?.[stride.label]?.[0] ?? stride.label}`;
    if (on === ON.late) return "No answer";
    if (step.verb === "ask") return `Known already: ${step.ask.map((fact) => fact.replaceAll("-", " ")).join(", ")}`;
    if (step.verb === "run") return `Opened ${run.flows[step.run] ? named(run.flows[step.run]) : step.run}`;
    return { escalate: "Accepted", wait: step.pause ? "Waited" : "Answered", tell: "Sent" }[step.verb] ?? "Done";
  }

  /** Why a decision went its way: the one fact that it looks at, or the words of the branch. */
  function decided(flow, { step, label, facts }) {
    const names = [...new Set(step.branches.flatMap((branch) => (branch.when ?? []).flatMap((table) => Object.keys(table))))];
    const one = names.length === 1 && flow.facts?.[names[0]] ? names[0] : "";
    return one ? `${upper(one.replaceAll("-", " "))}: ${words(flow, one, facts[one] || "unknown")}` : step.branches[Number(label)]?.said ?? "";
  }

  /** The way in lines, without what only the engine does. */
  function way(now) {
    const { ON } = run.engine;
    return now.strides
      .filter(({ step, on }) => !(step.verb === "together" && on === ON.done))
      .map((stride) => {
        const flow = run.flows[stride.workflow];
        const number = stride.step.number ?? flow.steps.find((step) => (step.items ?? []).some((item) => item.id === stride.step.id))?.number;
        return {
          workflow: stride.workflow, step: stride.step.id, number, title: stride.step.title, on: stride.on, what: happened(flow, stride),
          said: { ...stride.said }, marks: stride.passes, at: stride.at, quiet: stride.on === ON.passed,
        };
      });
  }

  /** Everything that notes say, as data. */
  function data(session, now) {
    const root = run.flows[session.root], people = run.held("people");
    const ended = now.kind === "end" ? now.flow.outcomes?.[now.state.outcome] : null;
    const last = session.inputs[session.inputs.length - 1]?.at ?? session.begun;
    return {
      handbook: { asOf: people?.day ?? "", print: people?.print ?? "" },
      workflow: { id: root.id, title: named(root), print: root.print, procedure: root.procedure ?? "" },
      others: [...new Set(now.strides.map((stride) => stride.workflow))].filter((name) => name !== root.id)
        .map((name) => ({ id: name, title: named(run.flows[name]), print: run.flows[name].print })),
      case: session.reference,
      received: new Date(session.received).toISOString(),
      begun: new Date(session.begun).toISOString(),
      ended: ended ? new Date(last).toISOString() : null,
      outcome: ended ? { workflow: now.state.workflow, id: now.state.outcome, label: ended[0], open: ended[1] || null } : null,
      known: { ...session.known },
      facts: { ...now.state.facts },
      marks: [...now.state.marks],
      messages: session.copied.map(({ message, language, at }) => ({ message, language, at: new Date(at).toISOString() })),
      path: way(now).map(({ quiet, at, ...each }) => ({ ...each, at: new Date(at).toISOString() })),
    };
  }

  /** The parts of the notes in words: [heading, lines]. */
  function parts(session, now) {
    const all = data(session, now), { utc, spoken, MINUTE } = run.time;
    const end = all.outcome ? `${all.outcome.label}${all.outcome.open ? ` (stays open with ${all.outcome.open})` : ""}` : "Not ended yet";
    const took = all.ended ? `, ${spoken((Date.parse(all.ended) - session.received) / MINUTE)} after it came in` : "";
    const root = run.flows[session.root];
    const head = [
      ["Case", all.case || "(no number given)"],
      ["Workflow", `${all.workflow.title}, version ${all.workflow.print}`],
      ...all.others.map((each) => ["Also", `${each.title}, version ${each.print}`]),
      ["Procedure", all.workflow.procedure],
      ["Handbook", `as of ${all.handbook.asOf}, version ${all.handbook.print}`],
      ["Received", utc(session.received)],
      ["Ended", all.ended ? `${utc(Date.parse(all.ended))}${took}` : "not yet"],
      ["Outcome", end],
    ].filter(([, text]) => text);
    const known = Object.entries(session.known).map(([fact, value]) => `${root.facts?.[fact]?.asks ?? fact} ${words(root, fact, value)}`);
    let where = "";
    const path = way(now).map((each) => {
      const title = each.workflow === where ? "" : `[${named(run.flows[each.workflow])}] `;
      where = each.workflow;
      return `${utc(each.at)}  ${title}${each.number ? `${each.number}. ` : ""}${each.title}: ${each.what}`;
    });
    const messages = all.messages.map((each) => `${run.held(`messages/${each.message}`)?.title ?? each.message} (${each.language}), copied ${utc(Date.parse(each.at))}`);
    return { head, known, path, messages, title: `Case notes: ${all.workflow.title}` };
  }

  function plain(session, now) {
    const { head, known, path, messages, title } = parts(session, now);
    const list = (name, lines) => (lines.length ? ["", name, ...lines.map((line) => `- ${line}`)] : []);
    const steps = path.map((line, place) => `${String(place + 1).padStart(3)}. ${line}`);
    const all = [title, ...head.map(([name, text]) => `${name}: ${text}`), ...list("Known before", known), "", "Path", ...steps, ...list("Messages", messages)];
    return `${all.map(oneLine).join("\n")}\n`;
  }

  /** Typed words stay on their line, so that they cannot look like a line of ours. */
  const oneLine = (text) => text.replace(/[\r\n\u2028\u2029]+/g, " ");
  const escaped = (text) => oneLine(text).replace(/[\\`*_{}[\]#|~<>&]/g, (char) => (char === "<" ? "&lt;" : char === "&" ? "&amp;" : `\\${char}`));

  function markdown(session, now) {
    const { head, known, path, messages, title } = parts(session, now);
    const list = (name, lines) => (lines.length ? ["", `## ${name}`, "", ...lines.map((line) => `- ${escaped(line)}`)] : []);
    const steps = path.map((line, place) => `${place + 1}. ${escaped(line)}`);
    return `${[`# ${escaped(title)}`, "", ...head.map(([name, text]) => `- **${name}:** ${escaped(text)}`), ...list("Known before", known), "", "## Path", "", ...steps, ...list("Messages", messages)].join("\n")}\n`;
  }

  const json = (session, now) => `${JSON.stringify(data(session, now), null, 2)}\n`;

  run.notes = { plain, markdown, json, way, words, named, happened };
})();
