// How results look: an option for each page with its best step, and one for each further step that may be meant.
// @ts-check
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../../", script.src);

  /** An element with its class, attributes and content; texts are never read as HTML.
   * @param {string} name @param {string} [classes] @param {Record<string, string>} [attributes] @param {...(Node | string)} inside */
  function make(name, classes = "", attributes = {}, ...inside) {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside.flatMap((each, at) => (at ? [" ", each] : [each])));
    return element;
  }

  function loupe() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "hr-i", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21");
    svg.append(path);
    return svg;
  }

  /** A page with the step that answers best, and the others of its steps that may be meant, each an option.
   * @param {any} lexicon @param {any} hit @param {Set<string>} marked */
  const rows = (lexicon, hit, marked) => [main(lexicon, hit, marked), ...(hit.more ?? []).map((place) => further(lexicon, hit.page, place, marked))];

  /** @param {any} lexicon @param {any} hit @param {Set<string>} marked */
  function main(lexicon, { page, place, term }, marked) {
    const first = !place && page.kind === 0 && page.to > page.from ? lexicon.places[page.from] : null;
    const step = place ?? first;
    const team = lexicon.teams[step?.team || page.team] ?? "";
    const named = place && page.kind === 0;
    const title = make("span", "t", {}, ...lit(named ? place.title : page.title, marked));
    const about = make("span", "p", {});
    const say = (classes, words) => { if (words) about.append(make("span", classes, {}, words), " "); };
    say(`hr-sev ${{ P0: "p0", P1: "p1", P2: "p2" }[page.severity] ?? "p3"}`, page.severity);
    say("id", page.number);
    say("", named ? page.title : page.kind < 3 ? lexicon.kinds[page.kind].replace(/s$/, "") : page.state);
    if (place && !named) about.append(make("span", "", {}, "\u00a7 ", ...lit(place.title, marked)), " ");
    const owner = make("span", "o", {});
    const own = (classes, words) => { if (words) owner.append(make("span", classes, {}, words), " "); };
    own("", team);
    if (page.kind < 2) own(page.state === "In force" ? "ok" : "warn", page.state);
    if (first) own("", `starts with: ${first.title}`);
    if (lexicon.terms[term]) own("as", `as \u201c${lexicon.terms[term]}\u201d`);
    const number = make("span", place?.number ? "n step" : "n", {}, place?.number ? place.number : sign(page));
    if (place?.number) number.prepend(make("span", "hr-sr", {}, "Step"), " ");
    const time = make("span", "c", {}, step?.time ? `${place ? "" : "first "}within ${step.time}` : "");
    return option("hr-hit", address(page, place), number, make("span", "m", {}, title, about, owner), time);
  }

  /** Another step of the same page, in one line. @param {any} lexicon @param {any} page @param {any} place @param {Set<string>} marked */
  function further(lexicon, page, place, marked) {
    const number = make("span", "n", {}, make("span", "hr-sr", {}, `${page.title}, step`), place.number);
    const team = make("span", "o", {}, lexicon.teams[place.team] ?? "");
    const time = make("span", "c", {}, place.time ? `within ${place.time}` : "");
    return option("hr-also", address(page, place), number, make("span", "m", {}, make("span", "t", {}, ...lit(place.title, marked)), team), time);
  }

  /** @param {string} classes @param {string} href @param {...Node} inside */
  const option = (classes, href, ...inside) => make("a", classes, { role: "option", href, tabindex: "-1", "aria-selected": "false" }, ...inside);

  /** @param {string} phrase */
  function often(phrase) {
    return make("a", "hr-hit often", { role: "option", href: "#", tabindex: "-1", "aria-selected": "false", "data-ask": phrase }, make("span", "n", { "aria-hidden": "true" }, loupe()), make("span", "t", {}, phrase));
  }

  /** @param {any} page */
  function sign(page) {
    return make("span", "", { "aria-hidden": "true" }, ["\u25b6", "\u00b6", "\u2709", "i"][page.kind]);
  }

  /** @type {Map<string, string[]>} */
  const cache = new Map();

  /** @param {string} piece */
  function unitsOf(piece) {
    let found = cache.get(piece);
    if (!found) cache.set(piece, (found = globalThis.handrailWords.units(piece)));
    return found;
  }

  /** A text in which the words that were found stand out. @param {string} text @param {Set<string>} marked @returns {(Node | string)[]} */
  function lit(text, marked) {
    const whole = document.createElement("span");
    for (const piece of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
      const found = piece && unitsOf(piece).some((unit) => marked.has(unit));
      whole.append(found ? make("mark", "", {}, piece) : piece);
    }
    return [whole];
  }

  let flatFor = "", flat = false;

  /** Whether pages are files of their own (`a.html`) or folders; asked once a page, for it looks at every link. */
  function areFlat() {
    if (flatFor === location.href) return flat;
    flatFor = location.href;
    flat = /\.html$/.test(location.pathname) && !/(^|\/)(index|404)\.html$/.test(location.pathname) || document.querySelector('a.md-nav__link[href$=".html"]:not([href$="index.html"]):not([href*="//"])') !== null;
    return flat;
  }

  /** Where a result lies. @param {any} page @param {any} place */
  function address(page, place) {
    const [path, own] = page.path.split("#");
    const index = path.replace(/(^|\/)index$/, "$1");
    const disk = location.protocol === "file:" ? "index.html" : "";
    const file = areFlat() ? `${path}.html` : index === path ? `${path}/${disk}` : `${index}${disk}`;
    const anchor = place?.anchor || own;
    return new URL(file.split("/").map(encodeURIComponent).join("/"), root).href + (anchor ? `#${encodeURIComponent(anchor)}` : "");
  }

  globalThis.handrailRows = { make, loupe, often, rows, address };
})();
