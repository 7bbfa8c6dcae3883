// Which page and which step answers a question best. No page, no request: only words in and places out.
// @ts-check
(() => {
  "use strict";

  const { folded, pairs, says, isHan, stem } = globalThis.handrailWords;

  // what a find weighs, by where it was found (all are shares of the question, from 0 to 1)
  const W = { term: 2, pool: 0.9, title: 2.1, summary: 0.55, place: 1.7, covered: 0.75, sibling: 0.5, step: 0.94 };
  const P = { exact: 0.5, asked: 0.9, mention: 0.15, least: 0.09, near: 0.5, more: 2, section: 0.65 };
  const EXACT = 100, NUMBER = 50;
  /** What two words weigh that are one together; a word that is not read better than this may be two. */
  const JOINED = 0.9, HALVES = 0.6;
  /** So many results are shown, and of so many pages the best step is looked for. */
  const MOST = 12, CHOSEN = 30;
  /** From here on a result says for which term of the glossary it stands. */
  const SAID = 0.25;
  /** And from here on it is a phrase of that term, word for word but for small ones. */
  const WORD_FOR_WORD = 0.9;
  /** One word of a question in all its readings. @typedef {{word: string, readings: {word: string, weight: number, how: string}[], weight: number}} Concept */
  /** @typedef {{page: any, place: any, more: any[], score: number, exact: boolean, term: number, verbatim: boolean}} Hit */

  /** The words of a question. @param {any} lexicon @param {string} question @returns {Concept[]} */
  function concepts(lexicon, question) {
    const words = folded(question);
    const open = !/[\s.,;:!?]$/.test(question);
    const kept = words.some(says) ? words : null;
    /** @type {Concept[]} */
    const found = [];
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at], next = words[at + 1] ?? "", last = at === words.length - 1;
      if (isHan(word)) {
        found.push(...chinese(lexicon, word));
        continue;
      }
      const whole = next ? together(lexicon, word, next, open && at === words.length - 2) : [];
      if (whole.length) {
        found.push(concept(lexicon, word + next, whole));
        at += 1;
        continue;
      }
      if (kept && !says(word)) continue;
      let readings = lexicon.readings(word, open && last);
      const beside = words.slice(at + 1).find(says) ?? "";
      const joined = beside && !isHan(beside) ? stem(word + beside) : "";
      if (joined && lexicon.known.has(joined)) readings = [...readings, { word: joined, weight: JOINED, how: "joined" }];
      const two = readings.some(({ weight }) => weight > HALVES) ? [] : halves(lexicon, word);
      if (two.length) found.push(...two.filter(says).map((half) => concept(lexicon, half, lexicon.readings(half, false))));
      else found.push(concept(lexicon, word, readings));
    }
    return found;
  }

  /** Two words that are pieces of one, for at least one of them is none by itself: how they are read together.
   * @param {any} lexicon @param {string} word @param {string} next @param {boolean} open */
  function together(lexicon, word, next, open) {
    if (isHan(next) || /\d/.test(word + next)) return [];
    const strange = [word, next].filter((each) => says(each) && !lexicon.knows(each)).length;
    if (!strange) return [];
    if (lexicon.known.has(stem(word + next))) return lexicon.readings(word + next, open);
    if (strange < 2 || open) return [];
    const readings = lexicon.readings(word + next, false);
    return readings.some(({ weight }) => weight > HALVES) ? readings : [];
  }

  /** @param {any} lexicon @param {string} word @param {any[]} readings @returns {Concept} */
  function concept(lexicon, word, readings) {
    let weight = 0;
    for (const reading of readings) weight = Math.max(weight, reading.weight * lexicon.rare(reading.word));
    return { word, readings, weight };
  }

  /** A word that is two, cut where the shorter is longest: `homeaddress`. @param {any} lexicon @param {string} word @returns {string[]} */
  function halves(lexicon, word) {
    /** @type {string[]} */
    let found = [];
    let best = 0;
    for (let cut = 3; cut <= word.length - 3; cut += 1) {
      const two = [word.slice(0, cut), word.slice(cut)], shorter = Math.min(cut, word.length - cut);
      if (shorter > best && two.every((half) => !says(half) || lexicon.knows(half)) && two.some(says)) [found, best] = [two, shorter];
    }
    return found;
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

  /** A sum as the share of the question, tempered by the share of the text that it makes up.
   * @param {number} sum @param {number} all @param {number} length */
  const tempered = (sum, all, length) => (sum / all) * (0.4 + 0.6 * Math.min(1, sum / length));

  /** @type {WeakMap<any, any>} */
  const scales = new WeakMap();

  /** @param {any} lexicon */
  function scalesOf(lexicon) {
    let found = scales.get(lexicon);
    if (!found) scales.set(lexicon, (found = new globalThis.handrailScales.Scales(lexicon)));
    return found;
  }

  /** The pages that answer, the best first. @param {any} lexicon @param {string} question
   * @param {((page: any, place: any) => boolean) | null} [allowed] what filters let through; without one, everything @returns {Hit[]} */
  function rank(lexicon, question, allowed = null) {
    const asked = concepts(lexicon, question);
    const all = asked.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const called = named(lexicon, question);
    if (!asked.length && !called.size) return [];
    const scale = scalesOf(lexicon);
    const sums = scale.weigh(asked);
    const { places, asks } = shares(lexicon, scale, sums, all);
    bestPlaces(lexicon, scale, places, allowed);
    const first = new First(CHOSEN);
    const offer = (id) => {
      const page = lexicon.pages[id], place = scale.best.values[id], call = called.get(id);
      if (allowed && !place && !allowed(page, null)) return;
      const score = scoreOf(scale, sums, page, place, all) + (call ? call.score * page.weight : 0);
      if (score > 0) first.offer(id, score);
    };
    for (const id of sums.covered.ids) offer(id);
    for (const id of scale.best.ids) if (!sums.covered.values[id]) offer(id);
    for (const id of called.keys()) if (!sums.covered.values[id] && !scale.best.values[id]) offer(id);
    const pages = first.ids.map((id) => lexicon.pages[id]);
    const who = globalThis.handrailSteps.asksWho(folded(question));
    const chosen = globalThis.handrailSteps.choose(lexicon, scale, { ...sums, asks, who }, asked, pages, allowed);
    return apart(pages.flatMap((page, at) => {
      const call = called.get(page.id);
      const term = termOf(scale, page), verbatim = term >= 0 && scale.terms.values[term] >= WORD_FOR_WORD;
      return placed(lexicon, { page, call, exact: Boolean(call), term, verbatim, score: first.scores[at] }, chosen[at], allowed);
    }));
  }

  /** The best of many, in order, without sorting all. */
  class First {
    constructor(most) {
      this.most = most;
      /** @type {number[]} */
      this.ids = [];
      /** @type {number[]} */
      this.scores = [];
    }

    /** @param {number} id @param {number} score */
    offer(id, score) {
      const { ids, scores, most } = this;
      if (ids.length === most && score <= scores[most - 1]) return;
      let at = ids.length;
      while (at > 0 && (scores[at - 1] < score || (scores[at - 1] === score && ids[at - 1] > id))) at -= 1;
      ids.splice(at, 0, id);
      scores.splice(at, 0, score);
      if (ids.length > most) { ids.pop(); scores.pop(); }
    }
  }

  /** How well a page answers. @param {any} scale @param {any} sums @param {any} page @param {number} place @param {number} all */
  function scoreOf(scale, sums, page, place, all) {
    const id = page.id, sum = sums.title.values[id];
    let term = 0, pool = 0;
    for (const each of page.terms) {
      if (scale.terms.values[each] > term) term = scale.terms.values[each];
      if (sums.pool.values[each] > pool) pool = sums.pool.values[each];
    }
    const covered = Math.min(1, sums.covered.values[id] / all);
    const title = sum ? tempered(sum, all, scale.lengthOfTitle(id)) : 0;
    const found = W.term * term + W.pool * (pool / all) + W.title * title + W.summary * (sums.summary.values[id] / all) + W.place * place;
    return found * (1 - W.covered + W.covered * covered) * page.weight;
  }

  /** For which term of the glossary a page stands, if for any. @param {any} scale @param {any} page */
  function termOf(scale, page) {
    let best = SAID, found = -1;
    for (const term of page.terms) if (scale.terms.values[term] > best) [best, found] = [scale.terms.values[term], term];
    return found;
  }

  /** A page with the step that answers best, and further ones that answer nearly as well.
   * @param {any} lexicon @param {any} hit @param {{id: number, value: number}[]} steps
   * @param {((page: any, place: any) => boolean) | null} allowed */
  function placed(lexicon, { call, ...hit }, steps, allowed) {
    const good = steps.filter(({ value }) => value >= P.least && value >= P.near * steps[0].value).map(({ id }) => id);
    const at = call && call.place >= 0 ? call.place : good[0] ?? -1;
    const place = at < 0 ? null : lexicon.places[at];
    if (allowed && !allowed(hit.page, place)) return [];
    const more = hit.page.kind ? [] : good.filter((id) => id !== at).slice(0, P.more).map((id) => lexicon.places[id]);
    return [{ ...hit, place, more }];
  }

  /** What terms and places answer, as shares of the question. @param {any} lexicon @param {any} scale @param {any} sums @param {number} all */
  function shares(lexicon, scale, sums, all) {
    const terms = scale.terms.clear();
    for (const id of sums.phrase.ids) terms.most(scale.phraseTerm[id], tempered(sums.phrase.values[id], all, scale.lengthOfPhrase(id)));
    const places = scale.places.clear();
    places.add(sums.place, 1 / all);
    for (const id of sums.head.ids) places.plus(id, P.exact * tempered(sums.head.values[id], all, scale.lengthOfHead(id)));
    /** @type {Map<number, number>} */
    const asks = new Map();
    for (const id of sums.ask.ids) {
      const value = tempered(sums.ask.values[id], all, scale.lengthOfAsked(id)), place = scale.askPlace[id];
      if ((asks.get(place) ?? 0) < value) asks.set(place, value);
    }
    for (const [place, value] of asks) places.plus(place, P.asked * value);
    for (const term of terms.ids) {
      const value = terms.values[term];
      if (value > 0.3) for (const id of lexicon.mentions[term] ?? []) places.plus(id, P.mention * value);
    }
    return { places, asks };
  }

  /** What the best place of each page answers. @param {any} lexicon @param {any} scale @param {any} places
   * @param {((page: any, place: any) => boolean) | null} allowed */
  function bestPlaces(lexicon, scale, places, allowed) {
    const best = scale.best.clear();
    for (const id of places.ids) {
      const page = scale.placePage[id];
      const value = places.values[id] * (scale.section[page] ? P.section : 1);
      if (value > best.values[page] && (!allowed || allowed(lexicon.pages[page], lexicon.places[id]))) best.most(page, value);
    }
  }

  /** @param {Hit} a @param {Hit} b */
  const order = (a, b) => b.score - a.score || a.page.id - b.page.id;

  /** A second page about the same comes a little later, so that the first results are different answers; but not what
   * is called by a phrase of its term: who types that means no other. @param {Hit[]} hits */
  function apart(hits) {
    const seen = new Set();
    for (const hit of hits.slice(0, 4 * MOST)) {
      const topic = hit.page.topic || hit.page.name;
      if (seen.has(topic) && !hit.exact && !hit.verbatim) hit.score *= hit.place && !hit.page.kind ? W.step : W.sibling;
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

  globalThis.handrailRank = { rank, concepts, W, P };
})();
