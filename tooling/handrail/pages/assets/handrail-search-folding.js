// Words as the search compares them: folded, without endings. `pages/_search/words.py` does the same; a test compares.
// @ts-check
(() => {
  "use strict";

  const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]+/;
  const PIECES = /[\p{L}\p{M}]+|\p{N}+/gu;
  const HAN_OR_NOT = /[\u3400-\u4dbf\u4e00-\u9fff]+|[^\u3400-\u4dbf\u4e00-\u9fff]+/g;
  const CODE = /(?<![\p{L}\p{N}\p{M}])[a-z]\d(?![\p{L}\p{N}\p{M}])/gu;
  const VOWELS = /[aeiouy]/;
  /** An ending, what stands in its place, and how long a word must be to lose it. @type {[string, string, number][]} */
  const ENDINGS = [["ies", "y", 5], ["sses", "ss", 6], ["ing", "", 6], ["ed", "", 5], ["es", "", 5], ["s", "", 4]];
  const KEPT = /(ss|us|is)$/;
  const ASCII = /^[\x00-\x7f]*$/;
  const BEFORE = ["meng", "mem", "men", "meny", "me", "peng", "pem", "pen", "per", "pe", "ber", "ter", "di", "ke", "se"];
  const AFTER = ["kan", "nya", "lah", "an", "i"];
  const SHORTEST_ROOT = 4;

  const STOP = new Set((
    "a about after all also am an and any are as at be been but by can cant could d did do does doesn doing don dont for " +
    "from get got had has have he her him his how i if im in into is isn it its just ll m may me must my no not now of " +
    "off on or our out re s she should so some t than that the their them then there these they this to too up us ve was " +
    "we were what when where which while who whom why will with would you your " +
    "ada adalah akan apa apakah atau bagaimana bila boleh bukan buat dah dalam dan dari dengan di dia dlm dgn hendak ia " +
    "ini itu jadi juga kalau kami ke kepada kita lagi lah macam mana mereka nak nk oleh pada pun saya sy sedang selepas " +
    "siapa sudah tak tidak tu tp untuk yang yg " +
    "al algo como con cual cuando de del desde donde dos el ella en era es esa ese esta este esto estoy fue ha hace hacer " +
    "han hasta hay la las le les lo los mas me mi mis muy ni nos o para pero por porque que quien se ser si sin sobre son " +
    "su sus te tiene todo tu tus un una unos ya yo " +
    "aber am auch auf aus bei beim bin das dass dein deine dem den der des dich dir du ein eine einem einen " +
    "einer er es euch habe haben hat ich ihm ihn ihr im ist kann kein keine keinen konnen mein meine " +
    "meinem meinen meiner mich mir mit muss nach nicht noch nur oder schon sein seine sich sie sind soll uber " +
    "um und uns unter vom von wann warum wenn wer werden wie wir wird wo wurde zu zum zur " +
    "ait as au aux avec avoir avez ce ces cet cette dans des dont donc du elle elles est et ete etre eux " +
    "il ils je leur leurs lui ma mais mes moi mon ne nos notre nous ont ou par pas plus pour pourquoi quand " +
    "que qui quoi quel quelle qu sa sans ses sont suis sur ta te tes toi ton tu une vos votre vous y").split(" "));

  /** The words of a text, small and without accents; letters and digits apart; Chinese as one stretch.
   * @param {string} text @returns {string[]} */
  function folded(text) {
    const plain = text.toLowerCase().replace(/\u00df/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f'\u2019]/g, "");
    const words = [];
    let at = 0;
    for (const code of plain.matchAll(CODE)) {
      pieces(plain.slice(at, code.index), words);
      words.push(code[0]);
      at = code.index + code[0].length;
    }
    return pieces(plain.slice(at), words);
  }

  /** @param {string} plain @param {string[]} words */
  function pieces(plain, words) {
    for (const [piece] of plain.matchAll(PIECES)) {
      if (/^\p{N}/u.test(piece)) words.push(piece.replace(/^0+(?=.)/, ""));
      else words.push(...(piece.match(HAN_OR_NOT) ?? []));
    }
    return words;
  }

  /** @param {string} word */
  const isHan = (word) => HAN.test(word);

  /** A word without the ending that changes with its use. @param {string} word */
  function stem(word) {
    if (!ASCII.test(word) || /^\d+$/.test(word)) return word;
    for (const [ending, instead, least] of ENDINGS) {
      if (!word.endsWith(ending) || word.length < least || KEPT.test(word)) continue;
      const short = word.slice(0, word.length - ending.length) + instead;
      if (VOWELS.test(short)) {
        const double = (ending === "ing" || ending === "ed") && short.length > 3 && /([^aeiouls])\1$/.test(short);
        word = double ? short.slice(0, -1) : short;
      }
      break;
    }
    return word.length >= 5 ? word.replace(/[aeo]$/, "") : word;
  }

  /** A stretch of Chinese as overlapping pairs, for it has no spaces. @param {string} word */
  function pairs(word) {
    const found = [];
    for (let at = 0; at < word.length - 1; at += 1) found.push(word.slice(at, at + 2));
    return found.length ? found : [word];
  }

  /** Whether a word says something by itself. @param {string} word */
  const says = (word) => !STOP.has(word) && (word.length > 1 || /\d/.test(word) || !ASCII.test(word));

  /** What a text is found by: stems without empty words, and pairs of Chinese signs. @param {string} text */
  function units(text) {
    return folded(text).flatMap((word) => (isHan(word) ? pairs(word) : says(word) ? [stem(word)] : []));
  }

  /** The root of a Malay word (`disebarkan`: `sebar`), or the word itself. @param {string} word */
  function root(word) {
    const before = BEFORE.find((each) => word.startsWith(each)) ?? "";
    const rest = word.slice(before.length);
    const short = rest.length >= SHORTEST_ROOT ? rest : word;
    const after = AFTER.find((each) => short.endsWith(each) && short.length - each.length >= SHORTEST_ROOT) ?? "";
    return short.slice(0, short.length - after.length);
  }

  globalThis.handrailWords = { folded, units, stem, pairs, root, says, isHan, STOP };
})();
