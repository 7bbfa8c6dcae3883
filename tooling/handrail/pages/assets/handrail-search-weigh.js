// What each word of a question finds, in numbers: computed once a word, kept, and added up without making anything new.
// @ts-check
(() => {
  "use strict";

  const { units } = globalThis.handrailWords;

  // how much it counts where in a step or section a word stands
  const P = { head: 1, ask: 0.7, also: 1, about: 0.5, text: 0.6 };
  const COVERED_BY_TEXT = 0.7;
  /** So many words are kept: more than one question has, less than a day of typing. */
  const KEPT = 200;
  /** A list longer than this tells something only if not every fifth text is in it. */
  const MANY = 1000;

  /** Ids with a value each. @typedef {{ids: number[], values: Float32Array}} Sparse */
  /** What one word finds. @typedef {{title: Sparse, summary: Sparse, head: Sparse, ask: Sparse, phrase: Sparse, pool: Sparse, covered: Sparse, place: Sparse, strong: Float32Array}} Find */

  /** A row of numbers of which few are set, and which. */
  class Row {
    constructor(length) {
      this.values = new Float32Array(length);
      /** @type {number[]} */
      this.ids = [];
    }

    /** @param {number} id @param {number} value */
    most(id, value) {
      const before = this.values[id];
      if (before >= value) return;
      if (!before) this.ids.push(id);
      this.values[id] = value;
    }

    /** @param {number} id @param {number} value */
    plus(id, value) {
      if (!this.values[id]) this.ids.push(id);
      this.values[id] += value;
    }

    /** @param {Sparse} found @param {number} [factor] */
    add({ ids, values }, factor = 1) {
      for (let at = 0; at < ids.length; at += 1) this.plus(ids[at], values[at] * factor);
    }

    clear() {
      for (const id of this.ids) this.values[id] = 0;
      this.ids.length = 0;
      return this;
    }

    /** What is set, and nothing is afterwards. @returns {Sparse} */
    take() {
      const ids = this.ids, values = new Float32Array(ids.length);
      for (let at = 0; at < ids.length; at += 1) {
        values[at] = this.values[ids[at]];
        this.values[ids[at]] = 0;
      }
      this.ids = [];
      return { ids, values };
    }
  }

  class Scales {
    /** @param {any} lexicon */
    constructor(lexicon) {
      this.lexicon = lexicon;
      /** @type {Map<string, Find>} */
      this.kept = new Map();
      this.print = "";
      this.fit();
    }

    /** Make room for what the lexicon has come to know. */
    fit() {
      const { pages, places, phrases, asked, terms, whole, print } = this.lexicon;
      const now = `${print} ${whole} ${pages.length} ${globalThis.handrailScales.generation ?? 0}`;
      if (now === this.print) return;
      this.print = now;
      this.kept.clear();
      const rows = { title: pages, summary: pages, head: places, ask: asked, phrase: phrases, pool: terms, covered: pages, place: places };
      /** @type {Record<string, Row>} */
      this.now = Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, new Row(all.length)]));
      /** @type {Record<string, Row>} */
      this.sums = Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, new Row(all.length)]));
      this.places = new Row(places.length);
      this.best = new Row(pages.length);
      this.terms = new Row(terms.length);
      /** Whether the places of a page are sections, not steps. */
      this.section = Uint8Array.from(pages, ({ kind }) => (kind ? 1 : 0));
      this.phraseTerm = Int32Array.from(phrases, ({ term }) => term);
      this.askPlace = Int32Array.from(asked, ({ place }) => place);
      this.placePage = Int32Array.from(places, ({ page }) => page.id);
      /** @type {number[][]} */
      this.termPages = terms.map(() => []);
      for (const page of pages) for (const term of page.terms) this.termPages[term].push(page.id);
      this.phraseLength = new Float32Array(phrases.length);
      this.askLength = new Float32Array(asked.length);
      this.titleLength = new Float32Array(pages.length);
      this.headLength = new Float32Array(places.length);
    }

    /** All that the words of a question find, added up. @param {any[]} question */
    weigh(question) {
      this.fit();
      for (const row of Object.values(this.sums)) row.clear();
      const found = question.map((concept) => this.find(concept));
      for (const each of found) for (const name in this.sums) this.sums[name].add(each[name]);
      return { ...this.sums, found };
    }

    /** @param {any} concept @returns {Find} */
    find(concept) {
      const key = concept.readings.map(({ word, weight }) => `${word} ${weight}`).join();
      let found = this.kept.get(key);
      if (found) this.kept.delete(key);
      else found = this.look(concept);
      this.kept.set(key, found);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
      return found;
    }

    /** @param {any} concept @returns {Find} */
    look({ readings }) {
      const { lexicon, now, placePage, phraseTerm, askPlace } = this;
      for (const { word, weight } of readings) {
        const value = weight * lexicon.rare(word);
        if (!value) continue;
        for (const id of lexicon.title.of(word)) { now.title.most(id, value); now.covered.most(id, value); }
        for (const id of lexicon.summary.of(word)) { now.summary.most(id, value); now.covered.most(id, value); }
        for (const id of lexicon.phrase.of(word)) { now.phrase.most(id, value); now.pool.most(phraseTerm[id], value); }
        for (const id of lexicon.head.of(word)) { now.head.most(id, value); now.place.most(id, value * P.head); now.covered.most(placePage[id], value); }
        for (const id of lexicon.also.of(word)) { now.place.most(id, value * P.also); now.covered.most(placePage[id], value); }
        for (const id of lexicon.ask.of(word)) {
          const place = askPlace[id];
          now.ask.most(id, value); now.place.most(place, value * P.ask); now.covered.most(placePage[place], value);
        }
        for (const id of lexicon.about(word)) now.place.most(id, value * P.about);
        const list = lexicon.text(word);
        if (list.length > MANY && list.length * 5 > lexicon.places.length) continue;
        for (const id of list) { now.place.most(id, value * P.text); now.covered.most(placePage[id], value * COVERED_BY_TEXT); }
      }
      for (const term of now.pool.ids) for (const page of this.termPages[term]) now.covered.most(page, now.pool.values[term]);
      return /** @type {any} */ (Object.fromEntries(Object.entries(now).map(([name, row]) => [name, row.take()])));
    }

    /** How much the words of a phrase tell together. @param {number} id */
    lengthOfPhrase(id) {
      return this.phraseLength[id] || (this.phraseLength[id] = this.length(this.lexicon.phrases[id].units));
    }

    /** @param {number} id */
    lengthOfAsked(id) {
      return this.askLength[id] || (this.askLength[id] = this.length(this.lexicon.asked[id].units));
    }

    /** @param {number} id */
    lengthOfTitle(id) {
      return this.titleLength[id] || (this.titleLength[id] = this.length(units(this.lexicon.pages[id].title)));
    }

    /** @param {number} id */
    lengthOfHead(id) {
      return this.headLength[id] || (this.headLength[id] = this.length(units(this.lexicon.places[id].title)));
    }

    /** @param {string[]} words */
    length(words) {
      let sum = 0;
      for (const word of words) sum += this.lexicon.rare(word);
      return sum || 1;
    }
  }

  globalThis.handrailScales = { Scales, Row, P };
})();
