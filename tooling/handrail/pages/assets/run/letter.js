// A message to copy: a language, its blanks filled, and what still stands in braces.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const BLANK = /\{([a-z0-9-]+)\}/g;

  /** What is known about a blank: typed, else the number of the case, else how often we promised to write (in English). */
  function known(session, now, name, language) {
    if (session.blanks[name]) return session.blanks[name];
    if (/^case-(number|reference|id)$/.test(name)) return session.reference;
    const level = run.held("people")?.severities[run.flows[session.root].severity];
    return name === "next-update" && language === "en" ? level?.update ?? "" : "";
  }

  /** What a blank says in a language: the words of a choice, or what was filled in. */
  function filled(letter, session, now, name, language) {
    const value = known(session, now, name, language), option = letter.choices[name]?.[value];
    return letter.choices[name] ? (option ? option[language] ?? "" : "") : value;
  }

  /** The text in a language, as parts: words, or a blank with what it says. */
  function parts(letter, session, now, language) {
    const text = letter.texts[language][2], found = [];
    let last = 0;
    for (const blank of text.matchAll(BLANK)) {
      found.push(text.slice(last, blank.index), { name: blank[1], said: filled(letter, session, now, blank[1], language) });
      last = blank.index + blank[0].length;
    }
    return [...found, text.slice(last)];
  }

  /**
   * The card of a message.
   * @param {any} letter @param {string} name @param {any} session @param {any} now
   * @param {{language: string, title: string, change: (blank: string, value: string) => void, choose: (language: string) => void, copied: (language: string) => void, say: (text: string) => void}} does
   */
  function card(letter, name, session, now, does) {
    const { el, icon, copy } = run.dom, codes = Object.keys(letter.texts);
    const language = codes.includes(does.language) ? does.language : codes[0];
    const text = el("blockquote", { lang: language, dir: letter.texts[language][1], class: "hr-guide-text" });
    const left = el("span", { class: "hr-guide-left" });
    const show = () => {
      const every = parts(letter, session, now, language);
      const open = [...new Set(every.filter((part) => part.name && !part.said).map((part) => part.name))];
      text.replaceChildren(...every.map((part) => (typeof part === "string" ? part
        : part.said ? el("ins", {}, part.said) : el("mark", { class: "hr-blank" }, letter.blanks[part.name]?.[0] ?? part.name))));
      left.textContent = open.length ? `${open.length} ${open.length === 1 ? "blank is" : "blanks are"} still in braces` : "All blanks are filled";
    };
    const change = (blank, value) => { does.change(blank, value); session.blanks[blank] = value; show(); };
    const used = [...new Set([...letter.texts[language][2].matchAll(BLANK)].map((each) => each[1]))];
    const fields = used.map((blank) => field(letter, session, now, language, blank, change));
    const button = el("button", {
      type: "button", class: "hr-btn primary", "data-key": "c",
      click: async () => {
        const whole = parts(letter, session, now, language).map((part) => (typeof part === "string" ? part : part.said || `{${part.name}}`)).join("");
        const done = await copy(whole);
        button.lastChild.textContent = done ? "Copied" : "The browser did not let us copy";
        does.say(done ? `Copied. ${left.textContent}.` : "Not copied.");
        if (done) does.copied(language);
        setTimeout(() => { button.lastChild.textContent = "Copy the text"; }, 3000);
      },
    }, el("kbd", {}, "C"), el("span", {}, "Copy the text"));
    show();
    return el("div", { class: "hr-guide-letter" },
      el("p", { class: "hr-guide-letter-head" }, icon("tell"), does.title === letter.title ? "" : el("b", {}, letter.title), el("span", {}, `Message to ${letter.to}`)),
      codes.length > 1 ? el("div", { class: "hr-guide-tabs", role: "group", "aria-label": "Language" }, codes.map((code) => el("button", {
        type: "button", lang: code, "aria-pressed": String(code === language), click: () => does.choose(code),
      }, letter.texts[code][0]))) : "",
      fields.length ? el("div", { class: "hr-guide-blanks" }, fields) : "",
      text, el("p", { class: "hr-guide-copy" }, button, left));
  }

  /** The field of a blank: a choice of words, or a line to type in. */
  function field(letter, session, now, language, blank, change) {
    const { el } = run.dom, [label, says] = letter.blanks[blank] ?? [blank, ""], value = known(session, now, blank, language);
    const id = `hr-guide-blank-${blank}`;
    let input;
    if (letter.choices[blank]) {
      input = el("select", { id, change: (event) => change(blank, event.target.value) },
        el("option", { value: "" }, "Choose"), Object.entries(letter.choices[blank]).map(([option, texts]) => el("option", { value: option, selected: option === value }, texts[""])));
    } else {
      const lines = /helpline|emergency/.test(blank) ? helplines(language) : [];
      input = el("input", { id, type: "text", value, autocomplete: "off", list: lines.length ? `${id}-list` : "", input: (event) => change(blank, event.target.value) });
      if (lines.length) input = [input, el("datalist", { id: `${id}-list` }, lines.map((line) => el("option", { value: line })))];
    }
    return el("div", {}, el("label", { for: id }, label), input, says ? el("small", {}, says) : "");
  }

  /** Numbers to call, those first that speak the language. */
  function helplines(language) {
    const every = run.held("people")?.helplines ?? [];
    const speaks = (line) => line[3].includes(language);
    return [...every.filter(speaks), ...every.filter((line) => !speaks(line))].map(([country, title, number]) => `${title} (${country}): ${number}`);
  }

  run.letter = { card };
})();
