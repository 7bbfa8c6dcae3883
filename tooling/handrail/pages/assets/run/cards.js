// What a person sees at one place of a run: a question, a thing to do, a hand-over, a message, a warning, the end.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const KEYS = "123456789aeghijklmnopqrtuvwyz"; // not the letters that go back, copy, save, search or forget; `0` is "not known"
  const WARNED = ["E3", "E4"];

  /** @typedef {{key: string, label: string, value: string, hint?: string, quiet?: boolean}} Choice */

  /** The answers that can be given, each with its key. @returns {Choice[]} */
  function choices(now) {
    const { flow, step, fact, kind } = now, { words } = run.notes;
    if (kind === "ask") {
      const known = flow.facts?.[fact];
      if (!known || known.number) return known?.unknown === false || !known ? [] : [{ key: "0", label: "Not known", value: "unknown", quiet: true }];
      const named = Object.keys(known.answers ?? {}).map((value, place) => ({ key: KEYS[place] ?? "", label: words(flow, fact, value), value }));
      return known.unknown ? [...named, { key: "0", label: "Not known", value: "unknown", quiet: true }] : named;
    }
    if (kind === "answer") {
      const accepted = step.verb === "escalate" ? "Accepted" : "Answered";
      const late = step.late ? [{ key: "2", label: `No answer${step.time ? ` in ${step.time}` : ""}`, value: "late", quiet: true }] : [];
      return [{ key: "1", label: accepted, value: "done" }, ...late];
    }
    const done = { together: "All done", run: "Open it", do: step?.verb === "tell" ? "Sent" : step?.verb === "wait" ? "Go on" : "Done" };
    return kind in done ? [{ key: "1", label: done[kind], value: "done" }] : [];
  }

  /** Where an answer leads, so that nobody answers blind. */
  function leads(now, value) {
    const { flow, step, fact } = now;
    if (now.kind !== "ask" || step.ask[0] !== fact || !step.ways) return "";
    const way = step.ways.find(([, values]) => values.includes(value))?.[0];
    const there = flow.steps.find((each) => each.id === way);
    return there ? `${there.number} ${there.title}` : flow.outcomes?.[way]?.[0] ?? flow.names?.[way] ?? "";
  }

  /** The highest exposure of what is shown, where people must be warned of it. */
  function shown(now) {
    const every = now.kind === "together" ? run.session.dueItems(now.state, now.step) : [now.step];
    const found = every.filter((step) => WARNED.includes(step?.exposure));
    return found.sort((a, b) => b.exposure.localeCompare(a.exposure))[0] ?? null;
  }

  const heading = (name, ...words) => run.dom.el("h2", { class: "hr-guide-title", tabindex: "-1", id: "hr-guide-title" }, run.dom.icon(name), run.dom.el("span", {}, words));

  function buttons(list, does, earlier) {
    const { el } = run.dom;
    return el("div", { class: `hr-guide-answers${list.length > 6 ? " many" : ""}` }, list.map((choice) => el("button", {
      type: "button", class: `hr-guide-answer${choice.quiet ? " quiet" : ""}`, "data-key": choice.key, click: () => does.answer(choice.value),
    }, el("kbd", {}, choice.key.toUpperCase()), el("span", {}, choice.label), choice.hint ? el("small", {}, choice.hint) : "",
    earlier === choice.value ? el("em", {}, "your earlier answer") : "")));
  }

  /** Who works on a step, and whether they are there. */
  function meta(step, time) {
    const { el, icon } = run.dom, people = run.held("people");
    const teams = step.verb === "escalate" ? [] : step.teams ?? [];
    const who = step.who || teams.map((name) => people?.teams[name]?.title).filter(Boolean).join(" and ");
    return el("p", { class: "hr-guide-meta" },
      who ? el("span", {}, icon("person"), who) : "", teams.map((name) => run.people.badge(name)),
      step.other ? el("span", {}, icon("person"), step.other) : "",
      time ? el("span", {}, icon("clock"), time) : "",
      step.exposure ? el("span", { class: `hr-ex ${step.exposure.toLowerCase()}` }, icon("eye"), step.exposure) : "");
  }

  /** What is on record once the step is done. */
  const noted = (step) => (step.noted?.length ? run.dom.el("p", { class: "hr-hand" }, run.dom.el("b", {}, "Record"), step.noted.map((each) => run.dom.el("span", {}, each))) : "");

  const TIMES = { escalate: "accepts in ", wait: "up to ", do: "", tell: "", ask: "" };

  function numberField(now, does, earlier) {
    const { el } = run.dom, known = now.flow.facts[now.fact];
    const field = el("input", { id: "hr-guide-number", type: "number", min: known.least ?? 0, max: known.most, step: 1, required: true, inputmode: "numeric", value: earlier && earlier !== "unknown" ? earlier : "" });
    const take = (event) => { event.preventDefault(); if (field.reportValidity()) does.answer(String(Number(field.value))); };
    return el("form", { class: "hr-guide-number", submit: take },
      el("label", { for: "hr-guide-number" }, `A number from ${known.least ?? 0} to ${known.most}${known.unit ? `, in ${known.unit}` : ""}`), field, el("button", { type: "submit", class: "hr-btn primary" }, "Take it"));
  }

  /** One question, one thing to do. */
  function step(now, session, does) {
    const { el, icon, prose } = run.dom, { flow, fact } = now, about = now.step;
    const number = about.number ? `${about.number} ` : "", asked = about.ask?.length > 1 && now.kind === "ask";
    const time = about.time ? `${about.verb === "wait" && about.pause ? "" : TIMES[about.verb] ?? ""}${about.time}` : "";
    const earlier = session.earlier[now.place];
    const ways = choices(now).map((choice) => ({ ...choice, hint: leads(now, choice.value) }));
    const list = new Set(ways.map((way) => way.hint)).size > 1 ? ways : ways.map((way) => ({ ...way, hint: "" }));
    const body = [
      heading(about.verb, el("span", { class: "no" }, number), about.title),
      meta(about, time),
      about.only && now.kind !== "together" ? el("p", { class: "hr-only" }, icon("decide"), `Needed here: ${about.only.slice(0, 1).toLowerCase()}${about.only.slice(1)}`) : "",
      now.kind === "run" ? el("p", {}, `A workflow of its own. It opens here, and afterwards this one goes on.`) : "",
      prose(about.text),
    ];
    if (asked) {
      const place = about.ask.indexOf(fact);
      body.push(el("p", { class: "hr-guide-question" }, el("span", {}, `Question ${place + 1} of ${about.ask.length}`), el("b", {}, flow.facts?.[fact]?.asks ?? fact)));
    } else if (now.kind === "ask" && flow.facts?.[fact]?.asks !== about.title) {
      body.push(el("p", { class: "hr-guide-question" }, el("b", {}, flow.facts?.[fact]?.asks ?? fact)));
    }
    body.push(noted(about));
    if (now.kind === "together") body.push(items(now, session, does));
    if (about.verb === "escalate") body.push(handed(now, does), run.people.ladder(about.to, now.state.severity));
    if (about.message && now.kind !== "together") body.push(does.letter(about, now));
    if (now.kind === "ask" && flow.facts?.[fact]?.number) body.push(numberField(now, does, earlier));
    body.push(buttons(list, does, earlier));
    return body;
  }

  /** Things that happen side by side, with what to send among them. */
  function items(now, session, does) {
    const { el, icon, prose } = run.dom;
    const due = run.session.dueItems(now.state, now.step);
    return el("ul", { class: "hr-guide-items" }, due.map((item) => el("li", {},
      el("h3", {}, icon(item.verb), item.title), meta(item, item.time ?? ""),
      item.verb === "run" ? el("p", {}, "Opens by itself when the rest is done.") : "", prose(item.text), noted(item), item.message ? does.letter(item, now) : "")));
  }

  /** What goes with a hand-over, ready to be pasted. */
  function handed(now, does) {
    const { el, copy } = run.dom, { flow, state, step: about } = now;
    const rows = (about.hand ?? []).map((fact) => [flow.facts?.[fact]?.asks ?? fact, run.notes.words(flow, fact, state.facts[fact] ?? "")]);
    if (!rows.length) return "";
    const text = rows.map(([asks, said]) => `${asks} ${said}`).join("\n");
    const button = el("button", { type: "button", class: "hr-btn", "data-key": "c", click: async () => does.say((await copy(text)) ? "Copied what to hand over." : "Not copied.") }, el("kbd", {}, "C"), "Copy");
    return el("div", { class: "hr-guide-hand" }, el("p", {}, el("b", {}, "Hand over"), button), el("dl", {}, rows.map(([asks, said]) => el("div", {}, el("dt", {}, asks), el("dd", {}, said)))));
  }

  /** What must be read before a step that shows the material. */
  function warning(now, does) {
    const { el } = run.dom, about = shown(now);
    return [
      heading("warning", `This step shows ${about.exposure} material`),
      el("p", {}, el("b", {}, `${now.step.number ? `${now.step.number} ` : ""}${now.step.title}`)),
      el("p", {}, `Only these may open it: ${about.may || "certified reviewers"}. Everybody else works from the label and the words of the report.`),
      el("p", {}, "Read the label first, stop as soon as you know, and take the break afterwards. You never need a reason to hand this step to somebody else."),
      buttons([{ key: "1", label: "Go on to the step", value: "warned" }], { answer: does.warned }),
    ];
  }

  /** What is known before the first step. */
  function start(flow, session, does) {
    const { el } = run.dom, known = flow.known ?? [];
    const reference = el("input", { id: "hr-guide-case", type: "text", value: session.reference, autocomplete: "off", input: (event) => does.reference(event.target.value) });
    const received = el("input", { id: "hr-guide-received", type: "datetime-local", value: run.time.field(session.received), change: (event) => does.received(event.target.value) });
    return [
      heading("play", "Begin"),
      el("p", {}, "One step at a time: answer with the number keys, B goes back, Esc puts the run aside. What you type stays in this tab and goes when you close it."),
      el("div", { class: "hr-guide-start" },
        el("div", {}, el("label", { for: "hr-guide-received" }, "Received at (your time)"), received),
        el("div", {}, el("label", { for: "hr-guide-case" }, "Number of the case, if you want it in the notes"), reference)),
      known.length ? el("p", { class: "hr-guide-h" }, el("b", {}, "What is known already")) : "",
      known.length ? el("div", { class: "hr-guide-start" }, known.map((fact) => knownField(flow, session, does, fact))) : "",
      buttons([{ key: "1", label: "Show the first step", value: "open" }], { answer: does.open }),
    ];
  }

  function knownField(flow, session, does, fact) {
    const { el } = run.dom, about = flow.facts[fact], id = `hr-guide-known-${fact}`, value = session.known[fact] ?? "";
    const change = (event) => does.known(fact, event.target.value);
    const more = about.unknown ? { unknown: "Not known" } : {};
    const field = about.number
      ? el("input", { id, type: "number", min: about.least ?? 0, max: about.most, value, change })
      : el("select", { id, change }, el("option", { value: "" }, "Not said"), Object.keys({ ...about.answers, ...more }).map((each) => el("option", { value: each, selected: each === value }, run.notes.words(flow, fact, each))));
    return el("div", {}, el("label", { for: id }, about.asks), field);
  }

  /** The end: how it ended, and the notes. */
  function end(now, session, does) {
    const { el } = run.dom, [label, open] = now.flow.outcomes[now.state.outcome];
    return [
      heading("flag", label),
      el("p", {}, open ? `The case stays open: ${open} has it.` : "The case ends here."),
      does.notes(now),
      buttons([{ key: "x", label: "Close and forget this run", value: "forget", quiet: true }], { answer: does.forget }),
    ];
  }

  function stuck(now, does) {
    const { el } = run.dom;
    return [
      heading("warning", "No way leads on from here"),
      el("p", {}, `The page has no way on from "${now.step?.title ?? ""}" for what is known. Go back, or call whoever comes next in the ladder under "Stuck?". Please report it: a page should never leave you here.`),
      does.notes(now),
    ];
  }

  run.cards = { step, warning, start, end, stuck, shown, choices };
})();
