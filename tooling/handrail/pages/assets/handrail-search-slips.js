// What an unknown word was meant as: the known words that a slip of the hand or of the ear makes it of, the nearest first.
// @ts-check
(() => {
  "use strict";

  const { isHan, stem, STOP } = globalThis.handrailWords;

  /** Longer words than this are not compared letter by letter. */
  const LONGEST = 40;
  // what a slip costs beside a letter that is simply another one
  const SWAP = 0.7, DOUBLE = 0.6, VOWEL = 0.7, VOWEL_GONE = 0.8, ALIKE = 0.7, KEYS = 0.8, OTHER_FIRST = 0.7;
  /** What is left of the weight of a word that is so far away, and that only sounds the same. */
  const LOST = 0.25, SOUNDS = 0.62, SOUNDS_SHORT = 0.45;
  /** A word stands alone if no other is nearer than this beside it; then it is more likely what was meant. */
  const BESIDE = 0.45, ALONE = 1.12, MOST_WEIGHT = 0.9, EMPTY_TOO = 0.6;
  const SHORT = 5, LONG = 7, LONGER = 9;

  const VOWELS = new Set("aeiouy");
  /** Letters that sound alike, and rows of keys: both are pairs of letters in one table. */
  const LIKE = ["ck", "cs", "sz", "iy", "bv", "fv", "gj", "qk", "dt", "mn"];
  const ROWS_OF_KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
  const instead = costs();
  const ROWS = [0, 1, 2].map(() => new Float32Array(LONGEST + 2));

  /** How letters are heard, in this order; what is heard is written in signs of its own. @type {[RegExp, string][]} */
  const HEARD = [
    [/^wr/, "r"], [/^[kg]n/, "n"], [/^ps/, "s"],
    [/(?:[tsc]|ss)(?:ion|ian)|shun|shion/g, "Sn"], [/ph/g, "f"], [/gh/g, ""], [/qu/g, "kw"], [/x/g, "ks"],
    [/sch|sh|ch/g, "S"], [/th/g, "t"], [/ck/g, "k"], [/sc(?=[eiy])|c(?=[eiy])/g, "s"], [/[cq]/g, "k"],
    [/dg(?=[ei])|g(?=[ei])/g, "j"], [/z/g, "s"], [/v/g, "b"], [/wh/g, "w"], [/(?!^)h/g, ""], [/[aeiouy]+/g, "-"], [/(.)\1+/g, "$1"],
  ];

  /** What is heard of a word: its consonants, and where it has vowels. @param {string} word */
  function sound(word) {
    let heard = word;
    for (const [letters, sign] of HEARD) heard = heard.replace(letters, sign);
    return heard;
  }

  /** A sound without its vowels, but for the first. @param {string} heard */
  const bones = (heard) => heard[0] + heard.slice(1).replace(/-/g, "").replace(/(.)\1+/g, "$1");

  /** Whether a word is written without its vowels, as in a short message. @param {string} word */
  const terse = (word) => (word.match(/[aeiouy]/g) ?? []).length * 4 <= word.length;

  /** Words by their length, each with the set of its letters, a quick way to say no; and by their sound.
   * @param {Iterable<string>} words */
  function likely(words) {
    /** @type {{word: string, letters: number}[][]} */
    const lengths = [];
    /** @type {Map<string, string[]>} */
    const sounds = new Map();
    for (const word of words) {
      if (word.length < 3 || word.length > LONGEST || isHan(word) || /\d/.test(word)) continue;
      (lengths[word.length] ??= []).push({ word, letters: letters(word) });
      const heard = sound(word);
      for (const key of [heard, `=${bones(heard)}`]) {
        const alike = sounds.get(key);
        if (alike) alike.push(word);
        else sounds.set(key, [word]);
      }
    }
    return { lengths, sounds };
  }

  /** Words that say nothing by themselves. */
  const EMPTY = likely(STOP).lengths;

  /** The words that an unknown one may have been meant as, each with its weight beside a word that is known.
   * @param {{lengths: {word: string, letters: number}[][], sounds: Map<string, string[]>}} among @param {string} typed */
  function meant(among, typed) {
    /** @type {Map<string, number>} */
    const found = new Map();
    if (typed.length < 4 || typed.length > LONGEST) return found;
    const word = stem(typed), long = typed.length;
    let near = nearest(among.lengths, word, word.length < 4 ? VOWEL_GONE + 0.01 : word.length < LONG ? 1 : 2, long);
    // two slips in a word of six letters are believed only where one does not explain it
    if (!near.length && word.length === LONG - 1) near = nearest(among.lengths, word, 2, long);
    if (!near.length && word.length >= LONGER) near = nearest(among.lengths, word, 3, long);
    near.sort((a, b) => a.cost - b.cost);
    // where a word that says nothing is as near, that is as likely: people slip in those too
    const empty = nearest(EMPTY, typed, 1, long).reduce((least, { cost, other }) => Math.min(least, cost + (other ? BESIDE : 0)), 2);
    if (empty < (near[0]?.cost ?? 2)) return found;
    const trust = near.length && empty <= near[0].cost ? EMPTY_TOO : 1;
    near.forEach(({ word: other, cost, other: first }, at) => {
      const alone = at === 0 && long > SHORT && (near.length === 1 || near[1].cost - cost > BESIDE);
      const weight = trust * (1 - LOST * cost) * (first ? OTHER_FIRST : 1) * (word.length < SHORT ? OTHER_FIRST : 1);
      found.set(other, alone ? Math.min(MOST_WEIGHT, weight * ALONE) : weight);
    });
    const heard = sound(word), bare = bones(heard), short = terse(word);
    if (bare.length < 3) return found;
    const weight = bare.length > 3 ? SOUNDS : SOUNDS_SHORT;
    const offer = (other, value) => { if ((found.get(other) ?? 0) < value) found.set(other, value); };
    for (const other of among.sounds.get(heard) ?? []) offer(other, weight);
    for (const other of among.sounds.get(`=${bare}`) ?? []) {
      if (short && other.length > word.length) offer(other, weight);
    }
    return found;
  }

  /** @param {{word: string, letters: number}[][]} lengths @param {string} word @param {number} most
   * @param {number} long how many letters were typed */
  function nearest(lengths, word, most, long) {
    const mine = letters(word), found = [];
    const more = Math.ceil(most);
    for (let length = word.length - more; length <= word.length + more; length += 1) {
      for (const { word: other, letters: theirs } of lengths[length] ?? []) {
        // each slip changes two letters of the set at most
        if (bits(mine ^ theirs) > 2 * more) continue;
        const same = other[0] === word[0];
        if (!same && (long < SHORT || other[1] !== word[1] && other[0] !== word[1] && other[1] !== word[0])) continue;
        const cost = distance(word, other, most);
        if (cost <= most) found.push({ word: other, cost, other: !same });
      }
    }
    return found;
  }

  /** What it costs to make one word of the other; above `most`, just more. @param {string} a @param {string} b @param {number} most */
  function distance(a, b, most) {
    let [before, row, next] = ROWS;
    row[0] = 0;
    for (let j = 1; j <= b.length; j += 1) row[j] = row[j - 1] + gone(b, j - 1);
    for (let i = 1; i <= a.length; i += 1) {
      const left = gone(a, i - 1);
      next[0] = row[0] + left;
      let least = next[0];
      for (let j = 1; j <= b.length; j += 1) {
        const change = a[i - 1] === b[j - 1] ? 0 : instead(a.charCodeAt(i - 1), b.charCodeAt(j - 1));
        let value = Math.min(row[j] + left, next[j - 1] + gone(b, j - 1), row[j - 1] + change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, before[j - 2] + SWAP);
        next[j] = value;
        least = Math.min(least, value);
      }
      if (least > most) return most + 1;
      [before, row, next] = [row, next, before];
    }
    return row[b.length];
  }

  /** What it costs that a letter is too many or missing. @param {string} word @param {number} at */
  function gone(word, at) {
    if (at > 0 && word[at] === word[at - 1]) return DOUBLE;
    return at > 0 && VOWELS.has(word[at]) ? VOWEL_GONE : 1;
  }

  /** What it costs that a letter stands for another. @returns {(a: number, b: number) => number} */
  function costs() {
    const table = new Float32Array(26 * 26).fill(1);
    const set = (a, b, cost) => {
      for (const at of [place(a) * 26 + place(b), place(b) * 26 + place(a)]) table[at] = Math.min(table[at], cost);
    };
    ROWS_OF_KEYS.forEach((keys, row) => [...keys].forEach((key, at) => {
      const below = ROWS_OF_KEYS[row + 1] ?? "";
      for (const beside of [keys[at + 1], below[at], below[at - 1]]) if (beside) set(key, beside, KEYS);
    }));
    for (const [a, b] of LIKE) set(a, b, ALIKE);
    for (const a of VOWELS) for (const b of VOWELS) set(a, b, VOWEL);
    return (a, b) => (a > 96 && a < 123 && b > 96 && b < 123 ? table[(a - 97) * 26 + b - 97] : 1);
  }

  /** @param {string} letter */
  function place(letter) {
    return letter.charCodeAt(0) - 97;
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

  globalThis.handrailSlips = { likely, meant, sound };
})();
