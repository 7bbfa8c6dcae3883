// The panel of a run: it shows where the session is, passes answers on, and keeps what is around it in step.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** The run that is open on this page, if any. */
  let open = null;

  class Panel {
    /** @param {HTMLAnchorElement} link the button of the page that opens the run */
    constructor(link) {
      const { el } = run.dom;
      this.link = link;
      this.page = link.closest(".hr-workflow");
      this.root = link.dataset.hrRun;
      this.print = link.dataset.hrPrint;
      this.session = run.session.stored(this.root) ?? run.session.fresh(this.root, this.print);
      this.said = el("p", { class: "hr-sr", role: "status", "aria-live": "polite" });
      this.head = el("div", { class: "hr-guide-head" });
      this.strip = el("div", { class: "hr-guide-times" });
      this.card = el("div", { class: "hr-guide-card" });
      this.more = el("div", { class: "hr-guide-below" });
      this.box = el("section", { class: "hr-guide", "aria-label": "Guided run", "data-search-exclude": true, keydown: (event) => this.key(event) }, this.head, this.strip, this.card, this.more, this.said);
      this.page.querySelector(".hr-head").after(this.box);
      this.page.classList.add("hr-running");
      this.timer = setInterval(() => this.tick(), 10000);
      this.change({ ...this.session, aside: false });
    }

    // ---- what happens

    /** Take a new session over and show it. */
    change(session) {
      this.session = session;
      run.session.keep(session);
      this.show();
    }

    /** Keep something that was typed, without showing the step anew. */
    note(more) {
      this.session = { ...this.session, ...more };
      run.session.keep(this.session);
    }

    answer(value) {
      if (this.now?.place) this.change(run.session.answer(this.session, this.now.place, value));
    }

    back() {
      if (!this.session.open) return;
      const warned = this.warning ? this.session.warned : this.session.warned.filter((name) => name !== this.warnable());
      this.change({ ...run.session.back(this.session), warned });
    }

    received(text) {
      const at = new Date(text).getTime();
      if (!Number.isFinite(at)) return;
      this.note({ received: at });
      if (this.session.open && this.now) this.around(this.now);
    }

    /** Put the run aside: it stays in this tab. */
    aside() {
      this.note({ aside: true });
      this.close();
      this.link.focus();
    }

    forget() {
      run.session.forget(this.root);
      this.close();
      this.link.focus();
    }

    close() {
      clearInterval(this.timer);
      this.box.remove();
      this.page.classList.remove("hr-running");
      run.lit.clear(this.page);
      open = null;
      run.label(this.link);
    }

    say(text) { this.said.textContent = text; }

    // ---- what is shown

    /** Show where the run is, after what it needs has been loaded. */
    async show() {
      try {
        await Promise.all([this.flow(this.root, this.print), run.load("people"), run.load("clocks")]);
        for (;;) {
          try {
            if (!this.session.open) { this.begin(); return; }
            const now = run.session.replay(this.session);
            this.pin(now);
            this.step(now);
            return;
          } catch (error) {
            if (!(error instanceof run.engine.Missing)) throw error;
            const from = Object.keys(this.session.prints).map((name) => run.flows[name]?.others?.[error.workflow]).find(Boolean);
            await this.flow(error.workflow, from);
          }
        }
      } catch (error) {
        if (error instanceof Changed) this.changed();
        else this.failed(error);
      }
    }

    /** Load a workflow in the version that is wanted. */
    async flow(name, print) {
      const found = await run.load(`workflows/${name}`, print);
      const wanted = this.session.prints[name] ?? print;
      if (wanted && found.print !== wanted) throw new Changed(name);
      this.session.prints[name] = found.print;
    }

    /** Remember the versions that the run rests on, and the notes so far. */
    pin(now) { this.note({ notes: run.notes.plain(this.session, now) }); }

    begin() {
      const does = {
        reference: (reference) => this.note({ reference }),
        received: (text) => this.received(text),
        known: (fact, value) => {
          const known = { ...this.session.known };
          if (value) known[fact] = value; else delete known[fact];
          this.note({ known });
        },
        open: () => this.change({ ...this.session, open: true }),
      };
      this.now = null;
      this.strip.replaceChildren();
      this.more.replaceChildren();
      this.header([run.flows[this.root]]);
      this.put(run.cards.start(run.flows[this.root], this.session, does), "Begin the run.");
    }

    /** Names the visit of a step, so that its warning is read once each time. */
    warnable() { return this.now ? `${this.now.flow?.id}#${this.now.step?.id}@${this.now.strides.length}` : ""; }

    step(now) {
      this.now = now;
      const does = {
        answer: (value) => this.answer(value),
        warned: () => this.change({ ...this.session, warned: [...this.session.warned, this.warnable()] }),
        letter: (step, at) => this.letter(step, at),
        notes: (at) => run.sheet.card(this.session, at, (text) => this.say(text)),
        say: (text) => this.say(text),
        forget: () => this.forget(),
      };
      const ended = now.kind === "end", lost = now.kind === "stuck";
      this.warning = !ended && !lost && run.cards.shown(now) && !this.session.warned.includes(this.warnable());
      const flows = [...now.state.frames.map((frame) => run.flows[frame.workflow]), now.flow];
      this.header(flows[0].id === this.root ? flows : [run.flows[this.root], ...flows]);
      this.around(now);
      const passed = this.passed(now);
      const body = ended ? run.cards.end(now, this.session, does) : lost ? run.cards.stuck(now, does)
        : this.warning ? run.cards.warning(now, does) : run.cards.step(now, this.session, does);
      const keys = run.cards.choices(now).length;
      const told = ended ? `The end: ${now.flow.outcomes[now.state.outcome][0]}.` : lost ? "No way leads on."
        : this.warning ? "A warning before the next step." : `${now.step.number ? `Step ${now.step.number}: ` : ""}${now.step.title}. ${keys} ${keys === 1 ? "answer" : "answers"}, by number key.`;
      this.put([passed, ...body], told);
    }

    /** The times above the step and what stands below it. */
    around(now) {
      const { el } = run.dom;
      this.strip.replaceChildren(run.clock.strip(now, this.session, { received: (text) => this.received(text) }));
      const facts = Object.entries(now.state.facts).filter(([, value]) => value);
      const known = (fact) => [now.flow, ...Object.keys(this.session.prints).map((name) => run.flows[name])].find((flow) => flow?.facts?.[fact]);
      const rows = facts.filter(([fact]) => known(fact)).map(([fact, value]) => el("div", {}, el("dt", {}, known(fact).facts[fact].asks), el("dd", {}, run.notes.words(known(fact), fact, value))));
      const way = run.notes.way(now).map((each) => el("li", { class: each.quiet ? "quiet" : "" }, el("b", {}, `${each.number ? `${each.number} ` : ""}${each.title}`), " ", el("span", {}, each.what)));
      this.more.replaceChildren(...[
        run.legal.clocks(now, this.session),
        run.clock.promises(now, this.session),
        rows.length ? el("details", { class: "hr-guide-more" }, el("summary", {}, `${rows.length} ${rows.length === 1 ? "fact" : "facts"} so far`), el("dl", {}, rows)) : "",
        way.length ? el("details", { class: "hr-guide-more" }, el("summary", {}, "The way so far"), el("ol", { class: "hr-guide-way" }, way)) : "",
      ].filter(Boolean));
      run.lit.show(this.page, this.root, now);
    }

    /** What happened by itself since the last answer. */
    passed(now) {
      const { el, icon } = run.dom, { ON } = run.engine;
      const before = now.strides.slice(now.since).filter(({ step, on }) => [ON.passed, ON.again].includes(on) || (step.verb === "ask" && [ON.done, ON.answer].includes(on)));
      const quiet = before.filter(({ said }) => !Object.keys(said).length);
      if (!quiet.length) return "";
      return el("ul", { class: "hr-guide-passed" }, quiet.map((stride) => el("li", {}, icon("onward"), el("span", {}, el("b", {}, stride.step.title), " ", run.notes.happened(run.flows[stride.workflow], stride)))));
    }

    header(flows) {
      const { el, icon } = run.dom;
      const tool = (label, name, key, click, kind = "") => el("button", { type: "button", class: `hr-btn ${kind}`, click, title: key ? `Key: ${key}` : "" }, icon(name), el("span", {}, label));
      this.head.replaceChildren(
        el("ol", { class: "hr-guide-crumbs", "aria-label": "Where the run is" }, flows.map((flow, place) => el("li", { "aria-current": place === flows.length - 1 ? "step" : "" }, run.notes.named(flow)))),
        el("div", { class: "hr-guide-tools" },
          this.session.open ? tool("Back", "back", "B", () => this.back()) : "",
          this.session.open ? tool("Start again", "again", "", () => this.change(run.session.again(this.session))) : "",
          tool("Put aside", "close", "Esc", () => this.aside()),
          tool("Quick exit", "onward", "Shift, three times", () => run.leave(), "danger")));
    }

    /** Put a card in place, and the reader at its heading. */
    put(body, told) {
      this.card.replaceChildren(...body.flat(Infinity).filter(Boolean));
      this.say(told);
      const title = this.card.querySelector(".hr-guide-title");
      title?.focus({ preventScroll: true });
      this.box.scrollIntoView({ block: "start", behavior: "instant" });
    }

    /** The card of a message, filled in when its text is there. */
    letter(step, now) {
      const { el } = run.dom, [name, print] = step.message;
      const holder = el("div", {}, el("p", { class: "hr-quiet" }, "The text is being fetched ..."));
      const codes = (letter) => Object.keys(letter.texts);
      const draw = (letter, focus = "") => {
        const spoken = this.session.language ?? (codes(letter).includes(now.state.facts.language) ? now.state.facts.language : "en");
        holder.replaceChildren(run.letter.card(letter, name, { ...this.session, blanks: { ...this.session.blanks } }, now, {
          language: spoken,
          title: step.title,
          change: (blank, value) => this.note({ blanks: { ...this.session.blanks, [blank]: value } }),
          choose: (language) => { this.note({ language }); draw(letter, language); },
          copied: (language) => this.note({ copied: [...this.session.copied, { message: name, language, at: Date.now(), place: now.place }] }),
          say: (text) => this.say(text),
        }));
        if (focus) holder.querySelector(`.hr-guide-tabs [lang="${CSS.escape(focus)}"]`)?.focus();
      };
      run.load(`messages/${name}`, print).then(draw, () => holder.replaceChildren(el("p", {}, "The text could not be fetched. It stands on the page of the message.")));
      return holder;
    }

    changed() {
      const { el } = run.dom;
      this.now = null;
      this.strip.replaceChildren();
      this.more.replaceChildren();
      this.header([{ title: this.link.closest(".hr-workflow").querySelector("h1")?.textContent.replace("¶", "").trim() ?? "" }]);
      const again = el("button", { type: "button", class: "hr-guide-answer", "data-key": "x", click: () => { run.session.forget(this.root); location.reload(); } }, el("kbd", {}, "X"), el("span", {}, "Begin anew with the new version"));
      const notes = this.session.notes;
      this.put([
        el("h2", { class: "hr-guide-title", tabindex: "-1" }, run.dom.icon("warning"), el("span", {}, "This page has changed since the run began")),
        el("p", {}, "The run rests on the version before, and answers are not carried over to other questions. These are the notes up to here; copy them before you begin anew."),
        notes ? el("textarea", { class: "hr-guide-notes", readonly: true, rows: "12", "aria-label": "Notes up to here" }, notes) : "",
        el("div", { class: "hr-guide-answers" }, notes ? el("button", { type: "button", class: "hr-guide-answer quiet", "data-key": "c", click: async () => this.say((await run.dom.copy(notes)) ? "Copied." : "Not copied.") }, el("kbd", {}, "C"), el("span", {}, "Copy the notes")) : "", again),
      ], "This page has changed since the run began.");
    }

    failed(error) {
      const { el } = run.dom;
      this.header([{ title: "" }]);
      this.put([
        el("h2", { class: "hr-guide-title", tabindex: "-1" }, run.dom.icon("warning"), el("span", {}, "A part of the run could not be fetched")),
        el("p", {}, `Nothing is lost. Try again, or go on by the page below. (${error.message})`),
        el("div", { class: "hr-guide-answers" }, el("button", { type: "button", class: "hr-guide-answer", "data-key": "1", click: () => this.show() }, el("kbd", {}, "1"), el("span", {}, "Try again"))),
      ], "A part of the run could not be fetched.");
    }

    tick() {
      for (const made of this.box.querySelectorAll("[data-due]")) run.clock.refresh(made);
      for (const made of this.box.querySelectorAll("[data-team]")) run.people.refresh(made);
    }

    // ---- keys, only while the focus is inside

    key(event) {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const typing = target.matches("input, select, textarea");
      if (key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.aside();
        return;
      }
      if (typing || key.length !== 1 || key === " ") return;
      if (!["/", "s", "f"].includes(key)) event.stopPropagation(); // the theme turns pages with single letters
      if (event.repeat) return;
      if (key.toLowerCase() === "b") {
        event.preventDefault();
        this.back();
        return;
      }
      const button = [...this.card.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key.toLowerCase());
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  }

  /** A page that is not the one on which the run began. */
  class Changed extends Error {}

  /** Open the run of a page. @param {HTMLAnchorElement} link */
  run.open = (link) => {
    if (open?.link === link && open.box.isConnected) open.card.querySelector(".hr-guide-title")?.focus();
    else open = new Panel(link);
  };

  /** Leave at once: nothing of the run stays, and the way back does not lead here. */
  run.leave = () => {
    run.session.forgetAll();
    document.body.replaceChildren();
    document.title = "";
    location.replace(new URL("../../index.html", run.base));
  };

  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (!open?.box.isConnected) return;
    shifts = event.key === "Shift" && !event.repeat ? [...shifts.filter((at) => event.timeStamp - at < 1500), event.timeStamp] : [];
    if (shifts.length >= 3) run.leave();
  });
})();
