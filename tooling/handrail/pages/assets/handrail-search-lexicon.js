// What the search knows: pages, steps and sections, the words that lead to them, and which words stand for another.
// @ts-check
(() => {
  "use strict";

  const { folded, units, stem, pairs, isHan } = globalThis.handrailWords;

  /** @typedef {{id: number, path: string, title: string, kind: number, name: string, topic: string, number: string,
   *   severity: string, team: string, state: string, lands: string[], terms: number[], weight: number,
   *   from: number, to: number}} Page */
  /** @typedef {{id: number, page: Page, anchor: string, lent: string, title: string, number: string, time: string, team: string}} Place */
  /** A way to read a word of a question. @typedef {{word: string, weight: number, how: string}} Reading */

  /** Lists of numbers by word. */
  class Field {
    constructor() {
      /** @type {Map<string, number[]>} */
      this.lists = new Map();
    }

    /** @param {string} word @param {number} id */
    add(word, id) {
      const list = this.lists.get(word);
      if (!list) this.lists.set(word, [id]);
      else if (list[list.length - 1] !== id) list.push(id);
    }

    /** @param {string} word @returns {number[]} */
    of(word) {
      return this.lists.get(word) ?? [];
    }
  }

  class Lexicon {
    constructor() {
      /** @type {Page[]} */
      this.pages = [];
      /** @type {Place[]} */
      this.places = [];
      /** @type {{term: number, units: string[]}[]} */
      this.phrases = [];
      /** What somebody types who needs a step. @type {{place: number, units: string[]}[]} */
      this.asked = [];
      /** @type {string[]} */
      this.terms = [];
      /** @type {number[][]} */
      this.mentions = [];
      this.title = new Field();
      this.summary = new Field();
      this.phrase = new Field();
      this.head = new Field();
      this.also = new Field();
      this.ask = new Field();
      /** @type {Map<string, string>} */
      this.packed = new Map();
      /** @type {Map<string, number[]>} */
      this.unpacked = new Map();
      /** @type {Map<string, string>} */
      this.packedAbout = new Map();
      /** @type {Map<string, number[]>} */
      this.unpackedAbout = new Map();
      /** @type {Map<string, string[]>} words that mean much the same */
      this.family = new Map();
      /** @type {Map<string, string>} how a stem is written */
      this.written = new Map();
      /** @type {Map<string, {page: number, place: number}[]>} */
      this.names = new Map();
      /** @type {Map<string, number>} */
      this.rarity = new Map();
      /** In which round a page was last met. */
      this.met = new Int32Array(0);
      this.round = 0;
      /** @type {Map<string, Reading[]>} */
      this.remembered = new Map();
      this.kinds = []; this.teams = {}; this.lands = {}; this.often = []; this.longestFamily = 2;
      this.print = "";
      this.whole = false;
    }

    /** What answers at once. @param {any} data */
    first(data) {
      Object.assign(this, { print: data.print, kinds: data.kinds, teams: data.teams, lands: data.lands, often: data.often });
      this.terms = lines(data.terms);
      data.phrases.forEach((all, term) => all.split("|").forEach((phrase) => this.addPhrase(term, phrase)));
      for (const line of data.families) {
        const words = line.split(" ");
        for (const word of words) {
          this.family.set(word, [...(this.family.get(word) ?? []), ...words]);
          if (isHan(word)) this.longestFamily = Math.max(this.longestFamily, word.length);
        }
      }
      this.addPages(data.pages);
      this.sort();
    }

    /** Steps, texts and all other pages. They belong to what came first, or nothing is taken. @param {any} data */
    more(data) {
      if (data.print !== this.print) return;
      const main = this.pages.length;
      this.addPages(data.pages);
      const table = columns(data.places);
      let page = 0;
      table.forEach((row, id) => {
        while (page < main && id >= this.pages[page].to) page += 1;
        this.addPlace({ id, page: this.pages[page], ...row });
      });
      const words = data.words.split(" ");
      data.lists.split(",").forEach((list, at) => { if (list) this.packed.set(words[at], list); });
      data.abouts.split(",").forEach((list, at) => { if (list) this.packedAbout.set(words[at], list); });
      this.mentions = data.mentions.map(unpack);
      this.whole = true;
      this.sort();
    }

    /** @param {number} term @param {string} phrase */
    addPhrase(term, phrase) {
      const found = this.taken(phrase);
      for (const unit of found) this.phrase.add(unit, this.phrases.length);
      this.phrases.push({ term, units: found });
    }

    /** A page with phrases of its own: they lead to it as those of a term do that has no name.
     * @param {Page} page @param {string[]} phrases */
    addAsked(page, phrases) {
      page.terms.push(this.terms.length);
      for (const phrase of phrases) this.addPhrase(this.terms.length, phrase);
      this.terms.push("");
    }

    /** A phrase as units. @param {string} phrase */
    taken(phrase) {
      return phrase.split(" ").flatMap((word) => (isHan(word) ? pairs(word) : [this.write(word)]));
    }

    /** @param {string} word */
    write(word) {
      const short = stem(word);
      const before = this.written.get(short);
      if (!before || word.length < before.length) this.written.set(short, word);
      return short;
    }

    /** @param {Record<string, string>} table */
    addPages(table) {
      let from = this.places.length;
      for (const row of columns(table)) {
        const id = this.pages.length, to = from + Number(row.places);
        const terms = row.terms ? row.terms.split(" ").map(Number) : [];
        const page = { ...row, id, kind: Number(row.kind), weight: Number(row.weight), lands: row.lands ? row.lands.split(" ") : [], terms, from, to };
        from = to;
        if (row.asked) this.addAsked(page, row.asked.split("|"));
        this.pages.push(page);
        this.read(this.title, page.title, id);
        for (const unit of row.summary.split(" ")) this.summary.add(unit, id);
        for (const name of [page.number, page.name, page.title]) this.call(name, id, -1);
      }
    }

    /** @param {Place} place */
    addPlace(place) {
      this.places.push(place);
      if (!place.lent) this.read(this.head, place.title, place.id);
      for (const unit of place.also.split(" ")) this.also.add(unit, place.id);
      for (const phrase of place.asked ? place.asked.split("|") : []) {
        const found = this.taken(phrase);
        for (const unit of found) this.ask.add(unit, this.asked.length);
        this.asked.push({ place: place.id, units: found });
      }
      for (const name of place.lent ? [place.anchor] : [place.anchor, place.title]) this.call(name, place.page.id, place.id);
    }

    /** @param {Field} field @param {string} text @param {number} id */
    read(field, text, id) {
      for (const word of folded(text)) if (!isHan(word)) this.write(word);
      for (const unit of units(text)) field.add(unit, id);
    }

    /** Something can be called by its whole name. @param {string} name @param {number} page @param {number} place */
    call(name, page, place) {
      const key = folded(name).join(" ");
      if (!key) return;
      const called = this.names.get(key);
      if (called) called.push({ page, place });
      else this.names.set(key, [{ page, place }]);
    }

    /** All words in order, for those that begin alike. */
    sort() {
      const all = new Set();
      for (const field of [this.title, this.summary, this.phrase, this.head, this.also, this.ask]) for (const word of field.lists.keys()) all.add(word);
      all.delete("");
      this.known = all;
      /** What a slip may have been meant as. */
      this.likely = globalThis.handrailSlips.likely(new Set([...all, ...this.family.keys()]));
      this.sorted = [...all].sort();
      this.met = new Int32Array(this.pages.length);
      this.round = 0;
      this.rarity.clear();
      this.remembered.clear();
    }

    /** The places whose text has a word. @param {string} word @returns {number[]} */
    text(word) {
      let list = this.unpacked.get(word);
      if (!list) this.unpacked.set(word, (list = unpack(this.packed.get(word) ?? "")));
      return list;
    }

    /** The places about which a word is said: in controls, duties, answers and messages. @param {string} word @returns {number[]} */
    about(word) {
      let list = this.unpackedAbout.get(word);
      if (!list) this.unpackedAbout.set(word, (list = unpack(this.packedAbout.get(word) ?? "")));
      return list;
    }

    /** Whether the handbook or a line of everyday words has a word. @param {string} word */
    knows(word) {
      const short = stem(word);
      return this.known.has(short) || this.packed.has(short) || this.family.has(short);
    }

    /** How much a word tells: much if few pages and terms have it. @param {string} word */
    rare(word) {
      let value = this.rarity.get(word);
      if (value === undefined) {
        let count = this.owners(word);
        if (!count) for (const id of [...this.text(word), ...this.about(word)]) count += this.fresh(this.places[id].page.id);
        const all = this.pages.length + this.terms.length;
        value = Math.log(1 + (all - count + 0.5) / (count + 0.5));
        this.rarity.set(word, value);
      }
      return value;
    }

    /** How many pages and terms have a word where it counts most. @param {string} word */
    owners(word) {
      this.round += 1;
      let count = 0;
      for (const id of this.title.of(word)) count += this.fresh(id);
      for (const id of this.summary.of(word)) count += this.fresh(id);
      for (const field of [this.head, this.also]) for (const id of field.of(word)) count += this.fresh(this.places[id].page.id);
      for (const id of this.ask.of(word)) count += this.fresh(this.places[this.asked[id].place].page.id);
      let last = -1;
      for (const id of this.phrase.of(word)) {
        if (this.phrases[id].term !== last) count += 1;
        last = this.phrases[id].term;
      }
      return count;
    }

    /** Whether a page is met for the first time in this round, as a number. @param {number} page */
    fresh(page) {
      if (this.met[page] === this.round) return 0;
      this.met[page] = this.round;
      return 1;
    }

    /** Every reading of one word of a question, the best first. @param {string} word @param {boolean} open whether it may go on
     * @returns {Reading[]} */
    readings(word, open) {
      const key = open ? `${word}*` : word;
      let found = this.remembered.get(key);
      if (!found) this.remembered.set(key, (found = globalThis.handrailReadings.read(this, word, open)));
      return found;
    }
  }

  /** @param {string} text */
  const lines = (text) => (text ? text.split("\n") : []);

  /** A table of columns as rows. @param {Record<string, string>} table @returns {any[]} */
  function columns(table) {
    const names = Object.keys(table);
    const values = names.map((name) => table[name].split("\n"));
    if (!values.length || (values[0].length === 1 && !values.some(([value]) => value))) return [];
    return values[0].map((_, row) => Object.fromEntries(names.map((name, at) => [name, values[at][row]])));
  }

  /** A list of differences as numbers. @param {string} list @returns {number[]} */
  function unpack(list) {
    let last = 0;
    return list ? list.split(" ").map((step) => (last += parseInt(step, 36))) : [];
  }

  globalThis.HandrailLexicon = Lexicon;
})();
