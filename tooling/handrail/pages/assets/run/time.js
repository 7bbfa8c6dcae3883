// Times in words: when something is due, how long that is from now, how long something took.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const MINUTE = 60000, DAY = 1440, MANY_DAYS = 3;
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const long = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const there = (zone) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" });

  /** Minutes in short words, as the pages say them: `45 h 22 min`, `3 days`. @param {number} minutes */
  function spoken(minutes) {
    const rest = Math.max(0, Math.floor(minutes));
    let days = Math.floor(rest / DAY), hours = Math.floor((rest % DAY) / 60);
    if (days > 0 && days < MANY_DAYS) [days, hours] = [0, hours + 24 * days];
    const parts = [days ? `${days} ${days === 1 ? "day" : "days"}` : "", hours ? `${hours} h` : "", rest % 60 ? `${rest % 60} min` : ""];
    return parts.filter(Boolean).join(" ") || "0 min";
  }

  /** The time of a moment as a clock here shows it; with its day where that is not today. @param {number} at milliseconds */
  function clock(at, now = Date.now()) {
    return new Date(at).toDateString() === new Date(now).toDateString() ? hour.format(at) : long.format(at);
  }

  /** How far off a moment is. @param {number} at @returns {{text: string, over: boolean, soon: boolean}} */
  function until(at, now = Date.now()) {
    const minutes = (at - now) / MINUTE;
    if (minutes < 0) return { text: minutes > -1 ? "due now" : `${spoken(-minutes)} over`, over: minutes <= -1, soon: true };
    return { text: minutes < 1 ? "in less than a minute" : `in ${spoken(Math.ceil(minutes))}`, over: false, soon: minutes < 5 };
  }

  const pad = (number) => String(number).padStart(2, "0");

  /** A moment for a field of date and time, in the time of this place. */
  function field(at) {
    const local = new Date(at);
    return `${local.getFullYear()}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}T${pad(local.getHours())}:${pad(local.getMinutes())}`;
  }

  /** A moment in UTC to the minute, for notes that people in other zones read. */
  const utc = (at) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

  run.time = { spoken, clock, until, field, utc, there, MINUTE };
})();
