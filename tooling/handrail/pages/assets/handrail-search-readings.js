// How a word of a question can be read: as itself, its beginning, its kin, a slip of the hand, a word for the same.
// @ts-check
(() => {
  "use strict";

  const { stem, root, isHan } = globalThis.handrailWords;

  /** A way to read a word. @typedef {{word: string, weight: number, how: string}} Reading */
  /** @typedef {(word: string, weight: number, how: string) => void} Offer */

  // how much a reading counts beside the word itself
  const PREFIX = 0.8, ROOT = 0.85, FAMILY = 0.6, KIN = 0.7;
  /** A word that may go on is more likely a beginning than a slip. */
  const UNFINISHED = 0.7;
  const MOST_READINGS = 24;

  /** Every reading of a word, the best first. @param {any} lexicon @param {string} word @param {boolean} open whether it may go on
   * @returns {Reading[]} */
  function read(lexicon, word, open) {
    /** @type {Map<string, Reading>} */
    const found = new Map();
    const offer = (other, weight, how) => {
      const before = found.get(other);
      if ((!before || before.weight < weight) && (lexicon.known.has(other) || lexicon.packed.has(other))) found.set(other, { word: other, weight, how });
    };
    const short = stem(word);
    offer(short, 1, "");
    const known = found.size > 0 || lexicon.family.has(short);
    const digits = /\d/.test(word);
    if (!digits) {
      const bare = root(word);
      if (bare !== word) offer(stem(bare), ROOT, "root");
      if ((open && short.length > 2) || (!known && short.length > 3)) begins(lexicon, short, offer);
      kin(lexicon, short, offer);
      if (!known) repairs(lexicon, word, offer, found.size && open ? UNFINISHED : 1);
    } else if (open) begins(lexicon, short, offer);
    for (const { word: other, weight, how } of [{ word: short, weight: 1, how: "" }, ...found.values()]) {
      if (weight < FAMILY && how !== "edit") continue;
      for (const member of lexicon.family.get(other) ?? []) {
        if (isHan(member)) continue;
        offer(member, weight * FAMILY, how === "edit" ? "edit" : "family");
      }
    }
    return [...found.values()].sort((a, b) => b.weight - a.weight).slice(0, MOST_READINGS);
  }

  /** @param {any} lexicon @param {string} start @param {Offer} offer */
  function begins(lexicon, start, offer) {
    for (let at = lowest(lexicon.sorted, start); at < lexicon.sorted.length && lexicon.sorted[at].startsWith(start); at += 1) {
      if (lexicon.sorted[at] !== start) offer(lexicon.sorted[at], PREFIX * Math.sqrt(start.length / lexicon.sorted[at].length), "prefix");
    }
  }

  /** Words with the same beginning: `impersonat` and `impersonation`. @param {any} lexicon @param {string} word @param {Offer} offer */
  function kin(lexicon, word, offer) {
    if (word.length < 5) return;
    const start = word.slice(0, 4);
    for (let at = lowest(lexicon.sorted, start); at < lexicon.sorted.length && lexicon.sorted[at].startsWith(start); at += 1) {
      const other = lexicon.sorted[at];
      let same = 4;
      while (same < word.length && word[same] === other[same]) same += 1;
      if (other !== word && same >= 5 && same >= 0.7 * Math.max(word.length, other.length)) offer(other, KIN, "kin");
    }
  }

  /** Words that were meant, and what stands for them. @param {any} lexicon @param {string} word @param {Offer} offer @param {number} trust */
  function repairs(lexicon, word, offer, trust) {
    for (const [other, weight] of globalThis.handrailSlips.meant(lexicon.likely, word)) {
      offer(other, weight * trust, "edit");
      if (lexicon.known.has(other)) continue;
      for (const member of lexicon.family.get(other) ?? []) if (!isHan(member)) offer(member, weight * trust * FAMILY, "edit");
    }
  }

  /** @param {string[]} sorted @param {string} word the first place at which a word is not smaller */
  function lowest(sorted, word) {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  globalThis.handrailReadings = { read };
})();
