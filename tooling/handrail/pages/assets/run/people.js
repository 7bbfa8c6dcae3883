// Who can be reached now: a team with its state, and the ladder above it.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const minute = (at) => Math.floor(at / run.time.MINUTE);

  /** Whether a team is there, in words. @returns {{on: boolean, text: string, more: string}} */
  function state(name, at = Date.now()) {
    const people = run.held("people"), { time } = run, team = people?.teams[name];
    if (!team) return { on: false, text: "", more: "" };
    const found = run.hours.awake(people, name, minute(at));
    const when = (to) => time.clock(to * time.MINUTE, at);
    if (found.there) {
      const until = found.until ? `until ${when(found.until)}` : "";
      const answers = found.call && found.answers ? `answers in ${time.spoken(found.answers)}` : "";
      return { on: true, text: found.call ? "On call now" : "Awake now", more: [answers, until].filter(Boolean).join(", ") };
    }
    if (!found.next) return { on: false, text: "Nobody in the next two weeks", more: "" };
    const zones = local(people, team, found.next * time.MINUTE);
    return { on: false, text: `Asleep, next staffed ${when(found.next)}`, more: [`in ${time.spoken(found.next - minute(at))}`, zones].filter(Boolean).join(", ") };
  }

  /** The same moment where the team works. */
  function local(people, team, at) {
    const hubs = team.hubs.map((name) => people.hubs[name]).filter(Boolean);
    return hubs.length === 1 ? `${run.time.there(hubs[0].zone).format(at)} ${hubs[0].title}` : "";
  }

  /** A line with the state of a team that keeps itself up to date. */
  function badge(name) {
    const { el } = run.dom;
    const made = el("span", { class: "hr-guide-state", "data-team": name });
    refresh(made);
    return made;
  }

  function refresh(made) {
    const { on, text, more } = state(made.dataset.team);
    if (made.dataset.said === text + more) return;
    made.dataset.said = text + more;
    made.classList.toggle("on", on);
    made.replaceChildren(run.dom.el("b", {}, text), more ? ` ${more}` : "");
  }

  /** The team that takes a case over, and who comes after it. */
  function ladder(name, severity) {
    const { el } = run.dom, people = run.held("people"), rungs = [];
    for (let next = name; next && people?.teams[next] && !rungs.includes(next); next = people.teams[next].above) {
      rungs.push(next);
      if (people.teams[next].last) break;
    }
    return el("ol", { class: "hr-guide-ladder" }, rungs.map((rung, place) => {
      const team = people.teams[rung], accepts = team.accepts[severity] ?? team.accepts[""];
      return el("li", {},
        el("small", {}, place ? "Then" : "Hand over to"), el("b", {}, team.title), badge(rung),
        team.contact ? el("span", {}, team.contact) : "", accepts ? el("span", {}, `accepts in ${accepts}`) : "");
    }));
  }

  run.people = { badge, refresh, ladder, state };
})();
