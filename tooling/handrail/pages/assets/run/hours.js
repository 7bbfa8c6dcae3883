// Is anybody awake, now or later? From weekly hours, time zones and holidays, as reasoning/staffing.py says; a test compares.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** @typedef {[number, number]} Stretch  from a minute to a minute (not included), in UTC from the epoch */
  const DAY = 1440;
  /** @type {Map<string, Intl.DateTimeFormat>} */
  const clocks = new Map();

  /** The clock of a zone; null where the browser does not know it. */
  function clock(zone) {
    if (!clocks.has(zone)) {
      const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
      try {
        clocks.set(zone, new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", calendar: "iso8601", numberingSystem: "latn", ...parts }));
      } catch {
        clocks.set(zone, null);
      }
    }
    return clocks.get(zone);
  }

  /** What a local clock shows at a UTC minute, as if it were UTC. */
  function shown(zone, minute) {
    const found = Object.create(null);
    for (const { type, value } of clock(zone).formatToParts(new Date(minute * 60000))) found[type] = Number(value);
    return Date.UTC(found.year, found.month - 1, found.day, found.hour, found.minute) / 60000;
  }

  /** @type {Map<string, number>} */
  const moments = new Map();

  /** The first UTC minute at which a local clock shows a time or later. The time is given as if it were UTC. */
  function moment(zone, local) {
    const key = `${zone} ${local}`;
    if (!moments.has(key)) moments.set(key, found(zone, local));
    return moments.get(key);
  }

  function found(zone, local) {
    const offset = (near) => shown(zone, near) - near;
    // what the clock is off on the day before and on the day after: a change lies between them, if there is one
    const offs = [...new Set([offset(local - DAY), offset(local + DAY)])];
    const exact = offs.map((off) => local - off).filter((minute) => shown(zone, minute) === local);
    if (exact.length) return Math.min(...exact);
    let minute = local - Math.min(...offs); // the clock jumps over this time: take the moment of the jump
    while (shown(zone, minute - 1) >= local) minute -= 1;
    return minute;
  }

  const weekday = (local) => (Math.floor(local / DAY) + 3) % 7; // the epoch was a Thursday; Monday is 0
  const dated = (local) => new Date(local * 60000).toISOString().slice(0, 10);

  /** The stretches of some hours that touch a span of time. @returns {Generator<Stretch>} */
  function* ofHours([days, start, end], zone, span, only, off) {
    const until = end > start ? end : end + DAY;
    const first = Math.floor(span[0] / DAY) * DAY - 2 * DAY;
    for (let day = first; day <= span[1] + DAY; day += DAY) {
      const on = String(weekday(day));
      if (!days.includes(on) || (only !== null && !only.includes(on)) || off.has(dated(day))) continue;
      yield [moment(zone, day + start), moment(zone, day + until)];
    }
  }

  /** When somebody of a team is there, shift by shift. @returns {Generator<{stretch: Stretch, call: boolean, answers: number}>} */
  function* presence(people, name, span) {
    const team = people.teams[name];
    if (!team) return;
    for (const hub of team.hubs.map((each) => people.hubs[each])) {
      if (!hub || !clock(hub.zone)) continue;
      const off = new Set(team.works ? [] : hub.off);
      for (const shift of hub.shifts) {
        for (const stretch of ofHours(shift, hub.zone, span, team.days, off)) yield { stretch, call: false, answers: 0 };
      }
    }
    for (const rota of team.rotas.map((each) => people.rotas[each])) {
      if (!rota || !clock(rota.zone)) continue;
      for (const shift of rota.shifts) {
        for (const stretch of ofHours(shift, rota.zone, span, null, new Set())) yield { stretch, call: true, answers: rota.answers };
      }
    }
  }

  /** Stretches in order, without overlaps, cut to a span. @param {Stretch[]} stretches @param {Stretch} span @returns {Stretch[]} */
  function merged(stretches, span) {
    const found = [];
    for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const start = Math.max(from, span[0]), end = Math.min(to, span[1]), last = found[found.length - 1];
      if (start >= end) continue;
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else found.push([start, end]);
    }
    return found;
  }

  /** When a team is there within a span. @param {Stretch} span @returns {Stretch[]} */
  function staffed(people, name, span) {
    return merged([...presence(people, name, span)].map((each) => each.stretch), span);
  }

  const AHEAD = 15 * DAY;

  /**
   * Whether a team is there at a minute, on call or at work, and otherwise when it is there next (null: not in two weeks).
   * @returns {{there: boolean, call: boolean, answers: number, until: number | null, next: number | null}}
   */
  function awake(people, name, minute) {
    const span = [minute - DAY, minute + AHEAD];
    const every = [...presence(people, name, span)];
    const now = every.filter(({ stretch }) => stretch[0] <= minute && minute < stretch[1]);
    const whole = merged(every.map((each) => each.stretch), span);
    const here = whole.find(([from, to]) => from <= minute && minute < to);
    const next = whole.find(([from]) => from > minute);
    return {
      there: now.length > 0,
      call: now.length > 0 && now.every((each) => each.call),
      answers: now.length ? Math.min(...now.map((each) => each.answers)) : 0,
      until: here && here[1] < span[1] ? here[1] : null,
      next: next ? next[0] : null,
    };
  }

  run.hours = { staffed, awake };
})();
