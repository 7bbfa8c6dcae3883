// What a page can say only while it is read. Every page is complete without this file.

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY = 1440;

/** The date, the weekday (Monday is 0) and the minute of the day, as a clock in `zone` shows them. */
function local(zone, at) {
  const options = { timeZone: zone, hourCycle: "h23", weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const parts = {};
  for (const { type, value } of new Intl.DateTimeFormat("en-GB", options).formatToParts(at)) parts[type] = value;
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    day: WEEK.indexOf(parts.weekday),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

/** Whether a shift of some hub is running. One that began yesterday may still be. */
function running(shift, at) {
  const now = local(shift.zone, at);
  const before = local(shift.zone, new Date(at.getTime() - DAY * 60000));
  const end = shift.to > shift.from ? shift.to : shift.to + DAY;
  const began = (day, minute) => shift.days.includes(day.day) && !shift.off.includes(day.date) && shift.from <= minute && minute < end;
  return began(now, now.minute) || began(before, now.minute + DAY);
}

/** Say of each team whether somebody is there now: the hours stay as the tool tip. */
function staffed() {
  const at = new Date();
  for (const badge of document.querySelectorAll("[data-hr-hours]")) {
    const shifts = JSON.parse(badge.dataset.hrHours);
    const there = shifts.filter((shift) => running(shift, at));
    badge.title ||= badge.textContent;
    badge.classList.toggle("on", there.length > 0);
    badge.classList.toggle("off", there.length === 0);
    badge.textContent = !there.length ? badge.title : there.every((shift) => shift.call) ? "on call now" : "staffed now";
  }
}

/** Beside the steps there is room for the glance: keep it open there, also where the style sheet cannot. */
const wide = window.matchMedia("(min-width: 76.25em)");
function glances() {
  for (const glance of document.querySelectorAll("details[data-hr-wide]")) glance.open = wide.matches;
}

/** An old address goes on to the new one, to the same step there, and is not come back to. */
function goOn() {
  const link = document.querySelector(".hr-page > .hr-note + .hr-actions > a.hr-moved");
  if (link?.origin === location.origin) location.replace(link.href + location.search + location.hash);
}

function start() {
  goOn();
  staffed();
  glances();
}

wide.addEventListener("change", glances);
setInterval(staffed, 60000);
// with instant navigation the theme swaps the page without loading this file again
if (window.document$) window.document$.subscribe(start);
else start();
