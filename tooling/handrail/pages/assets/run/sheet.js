// The notes on the page: as plain text, as Markdown, as data; to copy or to keep as a file.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});
  const FORMS = [["plain", "Plain text", "txt", "text/plain"], ["markdown", "Markdown", "md", "text/markdown"], ["json", "JSON", "json", "application/json"]];

  /** @param {any} session @param {any} now @param {(text: string) => void} say */
  function card(session, now, say) {
    const { el, copy } = run.dom;
    let form = FORMS[0];
    const field = el("textarea", { class: "hr-guide-notes", readonly: true, rows: "14", "aria-label": "Case notes", spellcheck: "false" });
    const write = () => { field.value = run.notes[form[0]](session, now); };
    const tabs = FORMS.map((each) => el("button", {
      type: "button", "aria-pressed": String(each === form),
      click: () => {
        form = each;
        tabs.forEach((tab, place) => tab.setAttribute("aria-pressed", String(FORMS[place] === form)));
        write();
      },
    }, each[1]));
    const copied = el("button", {
      type: "button", class: "hr-btn primary", "data-key": "c",
      click: async () => {
        const done = await copy(field.value);
        copied.lastChild.textContent = done ? "Copied" : "Not copied";
        say(done ? `The notes were copied as ${form[1]}.` : "The browser did not let us copy.");
        setTimeout(() => { copied.lastChild.textContent = "Copy the notes"; }, 3000);
      },
    }, el("kbd", {}, "C"), el("span", {}, "Copy the notes"));
    const kept = el("button", {
      type: "button", class: "hr-btn", "data-key": "d",
      click: () => {
        const url = URL.createObjectURL(new Blob([field.value], { type: form[3] }));
        const link = el("a", { href: url, download: `case-notes-${now.flow?.id ?? "run"}.${form[2]}` });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(url), 1000);
        say("The notes were saved.");
      },
    }, el("kbd", {}, "D"), el("span", {}, "Save as a file"));
    write();
    return el("div", { class: "hr-guide-sheet" }, el("div", { class: "hr-guide-tabs", role: "group", "aria-label": "Form of the notes" }, tabs), field, el("p", { class: "hr-guide-copy" }, copied, kept));
  }

  run.sheet = { card };
})();
