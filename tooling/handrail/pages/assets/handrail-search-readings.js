// How a word of a question can be read: as itself, its beginning, its kin, a slip of the hand, a word for the same.
// @ts-check
(() => {
  "use strict";

  const { stem, root, isHan } = globalThis.handrailWords;

  /** A way to read a word. @typedef {{word: string, weight: number, how: string}} Reading */
  /** @typedef {(word: string, weight: number, how: string) => void} Offer */

  // how much a reading counts beside the word itself
  const PREFIX = 0.8, ROOT = 0.85, FAMILY = 0.6, KIN = 0.7, ONE_EDIT = 0.75, TWO_EDITS = 0.5, OTHER_FIRST = 0.7;
  const MOST_READINGS = 24;

  /** Longer words than this are not compared letter by letter. */
  const LONGEST = 40;
  const ROWS = [0, 1, 2].map(() => new Uint8Array(LONGEST + 2));

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
      if (!found.size || (found.size && !known && !open)) repairs(lexicon, short, offer);
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

  /** Words that differ by one slip, long ones by two. @param {any} lexicon @param {string} word @param {Offer} offer */
  function repairs(lexicon, word, offer) {
    if (word.length < 4 || word.length > LONGEST) return;
    const most = word.length < 7 ? 1 : 2;
    const mine = letters(word);
    for (const { word: other, letters: theirs } of near(lexicon, word.length, most)) {
      // each slip changes two letters of the set at most
      if (bits(mine ^ theirs) > 2 * most) continue;
      const same = other[0] === word[0];
      if (!same && (word.length < 5 || other[1] !== word[1] && other[0] !== word[1] && other[1] !== word[0])) continue;
      const count = edits(word, other, most);
      if (count > most) continue;
      const weight = (count === 1 ? ONE_EDIT : TWO_EDITS) * (same ? 1 : OTHER_FIRST) * (word.length < 5 ? OTHER_FIRST : 1);
      offer(other, weight, "edit");
      for (const member of lexicon.known.has(other) ? [] : lexicon.family.get(other) ?? []) if (!isHan(member)) offer(member, weight * FAMILY, "edit");
    }
  }

  /** Words by their length, each with the set of its letters: a quick way to say no. @param {Iterable<string>} words */
  function byLength(words) {
    /** @type {{word: string, letters: number}[][]} */
    const found = [];
    for (const word of words) {
      if (word.length < 3 || word.length > LONGEST || isHan(word) || /\d/.test(word)) continue;
      (found[word.length] ??= []).push({ word, letters: letters(word) });
    }
    return found;
  }

  /** @param {any} lexicon @param {number} length @param {number} most */
  function* near(lexicon, length, most) {
    for (let each = length - most; each <= length + most; each += 1) yield* lexicon.likely[each] ?? [];
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

  /** The letters of a word as a set of bits. @param {string} word */
  function letters(word) {
    let set = 0;
    for (let at = 0; at < word.length; at += 1) set |= 1 << (word.charCodeAt(at) % 31);
    return set;
  }

  /** How many bits are set. @param {number} set */
  function bits(set) {
    let count = 0;
    for (let rest = set; rest; rest &= rest - 1) count += 1;
    return count;
  }

  /** How many letters are added, lost, changed or exchanged with their neighbour; above `most`, just more.
   * @param {string} a @param {string} b @param {number} most */
  function edits(a, b, most) {
    let [before, row, next] = ROWS;
    for (let j = 0; j <= b.length; j += 1) row[j] = j;
    for (let i = 1; i <= a.length; i += 1) {
      next[0] = i;
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let value = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, before[j - 2] + 1);
        next[j] = value;
        least = Math.min(least, value);
      }
      if (least > most) return most + 1;
      [before, row, next] = [row, next, before];
    }
    return row[b.length];
  }

  globalThis.handrailReadings = { read, byLength };
})();
