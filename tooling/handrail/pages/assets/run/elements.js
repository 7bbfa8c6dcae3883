// Elements made of words: whatever somebody wrote arrives as text, never as markup.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const SVG = "http://www.w3.org/2000/svg";

  /**
   * An element. Strings among the children become text; what is empty is left out.
   * @param {string} tag @param {Record<string, any>} [traits] attributes; functions listen to the event of that name
   * @param {...any} children
   */
  function el(tag, traits = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(traits)) {
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined && value !== "") made.setAttribute(name, String(value));
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
    return made;
  }

  // the icons of pages/_track/icons.py that the run shows
  const PATHS = {
    do: "M4 4h16v16H4zM8 12l3 3 5-6", decide: "M12 21v-8M12 13L5.5 7V3M12 13l6.5-6V3", together: "M4 4h16M4 20h16M8.5 4v16M15.5 4v16",
    ask: "M8 9a4 4 0 1 1 6 3.4c-1.3.8-2 1.5-2 3M12 19.3v.2", escalate: "M12 20V5M5.5 11.5L12 5l6.5 6.5", tell: "M4 5h16v11h-8.5L7 20v-4H4z",
    wait: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5.4l3.6 2", run: "M4 5h16v14H4zM8 5v14M16 5v14",
    flag: "M6.5 21V4h11.5l-3 4l3 4H6.5", warning: "M12 4L2.5 20.5h19zM12 10v4.5M12 17.4v.2", check: "M5 12.5l4.5 4.5L19 7.5",
    clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5.4l3.6 2", back: "M20 12H5M11 18l-6-6l6-6", onward: "M4 12h15M13 6l6 6l-6 6",
    eye: "M2.5 12S6 5.5 12 5.5S21.5 12 21.5 12S18 18.5 12 18.5S2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6z",
    person: "M12 11.5a3.8 3.8 0 1 0 0-7.6a3.8 3.8 0 0 0 0 7.6zM4.5 20.5v-1.5a5 5 0 0 1 5-5h5a5 5 0 0 1 5 5v1.5",
    again: "M4 12a8 8 0 1 1 2.5 5.8M3 20v-5h5", close: "M6 6l12 12M18 6L6 18", play: "M7 4.5v15l12-7.5z",
    shield: "M12 3l7.5 3v5.5c0 4.6-3.1 7.8-7.5 9.5c-4.4-1.7-7.5-4.9-7.5-9.5V6zM8.5 12l2.5 2.5l4.5-5",
  };

  /** A small icon beside words that say the same. */
  function icon(name) {
    const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    for (const [key, value] of [["class", "hr-i"], ["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(key, value);
    path.setAttribute("d", PATHS[name] ?? PATHS.do);
    svg.append(path);
    return svg;
  }

  /** Blocks of words (`p`, `li`, `h`) as elements, see pages/_run/prose.py. */
  function prose(blocks) {
    const found = [];
    let list = null;
    for (const [kind, ...words] of blocks ?? []) {
      const inside = words.map((each) => (typeof each === "string" ? each : el(["strong", "em", "code"].includes(each[0]) ? each[0] : "span", {}, each[1])));
      if (kind === "li") {
        if (!list) found.push((list = el("ul")));
        list.append(el("li", {}, inside));
        continue;
      }
      list = null;
      found.push(el("p", { class: kind === "h" ? "hr-guide-h" : "" }, kind === "h" ? el("b", {}, inside) : inside));
    }
    return found;
  }

  /** Put words on the clipboard, also where the page came over plain HTTP. @returns {Promise<boolean>} */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = el("textarea", { class: "hr-sr", "aria-hidden": "true", tabindex: "-1" });
      const before = document.activeElement;
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (before instanceof HTMLElement) before.focus();
      return done;
    }
  }

  run.dom = { el, icon, prose, copy };
})();
