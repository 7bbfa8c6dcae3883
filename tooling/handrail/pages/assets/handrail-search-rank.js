// Which page and which step answers a question best. No page, no request: only words in and places out.
// @ts-check
(() => {
  "use strict";

  const { folded, pairs, says, isHan, stem } = globalThis.handrailWords;

  // what a find weighs, by where it was found (all are shares of the question, from 0 to 1)
  const W = { term: 3, pool: 1.2, title: 1.6, summary: 0.5, place: 1.6, covered: 0.6, sibling: 0.6, step: 0.7, second: 0.85 };
  const P = { head: 1, also: 0.8, text: 0.65, exact: 0.4, mention: 0.2, least: 0.2, near: 0.7, section: 0.85 };
  const EXACT = 100, NUMBER = 50;
  const MOST = 12, MANY = 1000;
  /** From here on a result says for which term of the glossary it stands. */
  const SAID = 0.25;
  /** One word of a question in all its readings. @typedef {{word: string, readings: {word: string, weight: number, how: string}[], weight: number}} Concept */
  /** @typedef {{page: any, place: any, score: number, exact: boolean, term: number}} Hit */

  /** The words of a question. @param {any} lexicon @param {string} question @returns {Concept[]} */
  function concepts(lexicon, question) {
    const words = folded(question);
    const open = !/[\s.,;:!?]$/.test(question);
    const told = words.filter(says);
    const kept = told.length ? told : words;
    /** @type {Concept[]} */
    const found = [];
    for (let at = 0; at < kept.length; at += 1) {
      const word = kept[at], last = at === kept.length - 1;
      if (isHan(word)) {
        found.push(...chinese(lexicon, word));
        continue;
      }
      let readings = lexicon.readings(word, open && last);
      const joined = kept[at + 1] && !isHan(kept[at + 1]) ? stem(word + kept[at + 1]) : "";
      if (joined && lexicon.known.has(joined)) readings = [...readings, { word: joined, weight: 0.9, how: "joined" }];
      if (!readings.some(({ weight }) => weight > 0.6)) readings = [...readings, ...halves(lexicon, word)];
      found.push(concept(lexicon, word, readings));
    }
    return found;
  }

  /** @param {any} lexicon @param {string} word @param {any[]} readings @returns {Concept} */
  function concept(lexicon, word, readings) {
    let weight = 0;
    for (const reading of readings) weight = Math.max(weight, reading.weight * lexicon.rare(reading.word));
    return { word, readings, weight };
  }

  /** A word that is two: `homeaddress`. @param {any} lexicon @param {string} word */
  function halves(lexicon, word) {
    for (let cut = 3; cut <= word.length - 3; cut += 1) {
      const two = [stem(word.slice(0, cut)), stem(word.slice(cut))];
      if (two.every((half) => lexicon.known.has(half))) return two.map((half) => ({ word: half, weight: 0.6, how: "halves" }));
    }
    return [];
  }

  /** A stretch of Chinese: its pairs, and what its words mean elsewhere. @param {any} lexicon @param {string} word @returns {Concept[]} */
  function chinese(lexicon, word) {
    const found = pairs(word).map((pair) => ({ word: pair, readings: [{ word: pair, weight: 1, how: "" }], weight: 0 }));
    for (let at = 0; at < word.length; at += 1) {
      for (let length = Math.min(lexicon.longestFamily, word.length - at); length > 0; length -= 1) {
        const members = lexicon.family.get(word.slice(at, at + length));
        if (!members || (length === 1 && found.some(({ readings }) => readings.length > 1))) continue;
        const into = found[Math.min(at, found.length - 1)];
        for (const member of members) {
          if (!isHan(member)) into.readings.push({ word: member, weight: 0.6, how: "family" });
          else for (const pair of pairs(member)) if (lexicon.known.has(pair)) into.readings.push({ word: pair, weight: 0.6, how: "family" });
        }
        at += Math.max(length - 2, 0);
        break;
      }
    }
    return found
      .map(({ word: pair, readings }) => concept(lexicon, pair, readings.filter((each) => lexicon.known.has(each.word) || lexicon.packed.has(each.word))))
      .filter(({ readings }) => readings.length);
  }

  /** For each concept the best value of every document. @param {any} lexicon @param {Concept} concept @param {(word: string) => number[]} list */
  function values(lexicon, concept, list) {
    /** @type {Map<number, number>} */
    const best = new Map();
    for (const { word, weight } of concept.readings) {
      const value = weight * lexicon.rare(word);
      for (const id of list(word)) if ((best.get(id) ?? 0) < value) best.set(id, value);
    }
    return best;
  }

  /** A list that tells something: in a large handbook a word of every fifth text does not. @param {any} lexicon @param {number[]} list */
  const telling = (lexicon, list) => (list.length > MANY && list.length * 5 > lexicon.places.length ? [] : list);

  /** @param {Map<number, number>} sums @param {Map<number, number>} add @param {number} factor */
  function addAll(sums, add, factor = 1) {
    for (const [id, value] of add) sums.set(id, (sums.get(id) ?? 0) + value * factor);
  }

  /** The share of a question that each page answers. @param {any} lexicon @param {Concept[]} question */
  function weigh(lexicon, question) {
    const sums = { title: new Map(), summary: new Map(), head: new Map(), place: new Map(), phrase: new Map(), pool: new Map(), covered: new Map() };
    for (const concept of question) {
      const found = {
        title: values(lexicon, concept, (word) => lexicon.title.of(word)),
        summary: values(lexicon, concept, (word) => lexicon.summary.of(word)),
        head: values(lexicon, concept, (word) => lexicon.head.of(word)),
        also: values(lexicon, concept, (word) => lexicon.also.of(word)),
        text: values(lexicon, concept, (word) => telling(lexicon, lexicon.text(word))),
        phrase: values(lexicon, concept, (word) => lexicon.phrase.of(word)),
      };
      for (const name of ["title", "summary", "head", "phrase"]) addAll(sums[name], found[name]);
      const place = new Map();
      for (const [list, factor] of [[found.head, P.head], [found.also, P.also], [found.text, P.text]]) {
        for (const [id, value] of list) if ((place.get(id) ?? 0) < value * factor) place.set(id, value * factor);
      }
      addAll(sums.place, place);
      const pool = byOwner(found.phrase, (id) => lexicon.phrases[id].term);
      addAll(sums.pool, pool);
      const covered = new Map();
      const cover = (id, value) => { if ((covered.get(id) ?? 0) < value) covered.set(id, value); };
      for (const [id, value] of found.title) cover(id, value);
      for (const [id, value] of found.summary) cover(id, value);
      for (const [id, value] of [...found.head, ...found.also]) cover(lexicon.places[id].page.id, value);
      for (const [id, value] of found.text) cover(lexicon.places[id].page.id, value * 0.7);
      for (const page of lexicon.pages) for (const term of page.terms) if (pool.has(term)) cover(page.id, pool.get(term));
      addAll(sums.covered, covered);
    }
    return sums;
  }

  /** @param {Map<number, number>} found @param {(id: number) => number} owner */
  function byOwner(found, owner) {
    const best = new Map();
    for (const [id, value] of found) {
      const key = owner(id);
      if ((best.get(key) ?? 0) < value) best.set(key, value);
    }
    return best;
  }

  /** A sum as the share of the question, tempered by the share of the text that it makes up.
   * @param {any} lexicon @param {Map<number, number>} sums @param {number} all @param {(id: number) => string[]} text */
  function tempered(lexicon, sums, all, text) {
    const found = new Map();
    for (const [id, sum] of sums) {
      let length = 0;
      for (const unit of text(id)) length += lexicon.rare(unit);
      const precision = length ? Math.min(1, sum / length) : 0;
      found.set(id, (sum / all) * (0.4 + 0.6 * precision));
    }
    return found;
  }

  /** The pages that answer, the best first. @param {any} lexicon @param {string} question @param {(page: any, place: any) => boolean} [allowed] @returns {Hit[]} */
  function rank(lexicon, question, allowed = () => true) {
    const asked = concepts(lexicon, question);
    const all = asked.reduce((sum, { weight }) => sum + weight, 0);
    const called = named(lexicon, question);
    if (!all && !called.size) return [];
    const sums = weigh(lexicon, asked);
    const { unitsOf } = globalThis.handrailRank;
    const phrases = tempered(lexicon, sums.phrase, all || 1, (id) => lexicon.phrases[id].units);
    const terms = byOwner(phrases, (id) => lexicon.phrases[id].term);
    const titles = tempered(lexicon, sums.title, all || 1, (id) => unitsOf(lexicon.pages[id].title));
    const heads = tempered(lexicon, sums.head, all || 1, (id) => unitsOf(lexicon.places[id].title));
    const places = new Map();
    addAll(places, sums.place, 1 / (all || 1));
    addAll(places, heads, P.exact);
    for (const [term, value] of terms) {
      if (value > 0.3) for (const id of lexicon.mentions[term] ?? []) places.set(id, (places.get(id) ?? 0) + P.mention * value);
    }
    const best = bestPlaces(lexicon, places, allowed);
    const hits = [];
    for (const page of lexicon.pages) {
      const [place, next] = best.get(page.id) ?? [];
      if (!place && !allowed(page, null)) continue;
      let term = 0, pool = 0, as = -1;
      for (const each of page.terms) {
        const value = terms.get(each) ?? 0;
        if (value > term) [term, as] = [value, each];
        pool = Math.max(pool, (sums.pool.get(each) ?? 0) / (all || 1));
      }
      const covered = Math.min(1, (sums.covered.get(page.id) ?? 0) / (all || 1));
      let score = W.term * term + W.pool * pool + W.title * (titles.get(page.id) ?? 0) + W.summary * ((sums.summary.get(page.id) ?? 0) / (all || 1));
      score += W.place * (place?.value ?? 0);
      score *= (1 - W.covered + W.covered * covered) * page.weight;
      const call = called.get(page.id);
      if (call) score += call.score * page.weight;
      if (score <= 0) continue;
      const shown = call && call.place >= 0 ? lexicon.places[call.place] : place && place.value >= P.least ? lexicon.places[place.id] : null;
      if (!allowed(page, shown)) continue;
      const about = { page, exact: Boolean(call), term: term > SAID ? as : -1 };
      hits.push({ ...about, place: shown, score });
      if (next && !call && page.kind === 0 && next.value >= P.near * place.value && next.value >= P.least) {
        hits.push({ ...about, place: lexicon.places[next.id], score: (score - W.place * (place.value - next.value)) * W.second });
      }
    }
    hits.sort(order);
    return apart(hits);
  }

  /** The two best places of each page. @param {any} lexicon @param {Map<number, number>} places
   * @param {(page: any, place: any) => boolean} allowed @returns {Map<number, {id: number, value: number}[]>} */
  function bestPlaces(lexicon, places, allowed) {
    const best = new Map();
    for (const [id, found] of places) {
      const place = lexicon.places[id];
      if (!allowed(place.page, place)) continue;
      const value = found * (place.page.kind ? P.section : 1);
      const two = best.get(place.page.id);
      if (!two) best.set(place.page.id, [{ id, value }]);
      else if (value > two[0].value) best.set(place.page.id, [{ id, value }, two[0]]);
      else if (!two[1] || value > two[1].value) two[1] = { id, value };
    }
    return best;
  }

  /** @param {Hit} a @param {Hit} b */
  const order = (a, b) => b.score - a.score || a.page.id - b.page.id;

  /** A second page about the same comes a little later, so that the first results are different answers. @param {Hit[]} hits */
  function apart(hits) {
    const seen = new Set();
    for (const hit of hits.slice(0, 4 * MOST)) {
      const topic = hit.page.topic || hit.page.name;
      if (seen.has(topic) && !hit.exact) hit.score *= hit.place && !hit.page.kind ? W.step : W.sibling;
      seen.add(topic);
    }
    return hits.slice(0, 4 * MOST).sort(order).slice(0, MOST);
  }

  /** What is called by its number or by its whole name. @param {any} lexicon @param {string} question */
  function named(lexicon, question) {
    const words = folded(question);
    /** @type {Map<number, {score: number, place: number}>} */
    const found = new Map();
    const call = (key, score) => {
      for (const { page, place } of lexicon.names.get(key) ?? []) {
        const before = found.get(page);
        if (!before || before.score < score) found.set(page, { score, place });
      }
    };
    call(words.join(" "), EXACT);
    words.forEach((word, at) => {
      if (/^\d+$/.test(words[at + 1] ?? "") && /^[a-z]+$/.test(word)) {
        const key = `${word} ${words[at + 1]}`;
        if (lexicon.names.get(key)?.some(({ place }) => place < 0)) call(key, NUMBER);
      }
    });
    if (words.length === 2 && /^\d+$/.test(words[1]) && !found.size) {
      for (const page of lexicon.pages) if (page.number && folded(page.number).join(" ").startsWith(words.join(" "))) found.set(page.id, { score: NUMBER / 2, place: -1 });
    }
    return found;
  }

  const cache = new Map();
  /** @param {string} text @returns {string[]} */
  function unitsOf(text) {
    let found = cache.get(text);
    if (!found) cache.set(text, (found = globalThis.handrailWords.units(text)));
    return found;
  }

  globalThis.handrailRank = { rank, concepts, unitsOf, W, P };
})();
