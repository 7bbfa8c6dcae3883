// Which step or section of a page a question means: the one that has the words by which the page does not explain it.
// @ts-check
(() => {
  "use strict";

  // rare: how much it counts that a word is rare in the handbook, beside rare on its page
  const S = { rare: 0.55, exact: 0.36, asked: 0.46, section: 0.8, other: 0.2 };
  /** Who asks with these looks for a step that somebody else does than the rest of the page. */
  const WHO = new Set("who whom siapa wer wen wem quien quienes qui".split(" "));

  /** Whether a question asks for somebody. @param {string[]} words */
  const asksWho = (words) => words.some((word) => WHO.has(word));

  /** The best places of each page, the best first, with the share of the question that each answers.
   * @param {any} lexicon @param {any} scale @param {any} sums @param {any[]} asked @param {any[]} pages
   * @param {((page: any, place: any) => boolean) | null} allowed @returns {{id: number, value: number}[][]} */
  function choose(lexicon, scale, sums, asked, pages, allowed) {
    const slot = new Map(pages.map((page, at) => [page.id, at]));
    const found = pages.map((page) => asked.map(() => new Float32Array(Math.max(0, page.to - page.from))));
    asked.forEach((concept, which) => {
      const { ids, values } = sums.found[which].place;
      for (let at = 0; at < ids.length; at += 1) {
        const mine = slot.get(scale.placePage[ids[at]]);
        if (mine !== undefined) found[mine][which][ids[at] - pages[mine].from] = values[at] / (concept.weight || 1);
      }
    });
    return pages.map((page, at) => best(lexicon, scale, sums, asked, page, found[at], allowed));
  }

  /** @param {any} lexicon @param {any} scale @param {any} sums @param {any[]} asked @param {any} page @param {Float32Array[]} found
   * @param {((page: any, place: any) => boolean) | null} allowed */
  function best(lexicon, scale, sums, asked, page, found, allowed) {
    const count = page.to - page.from;
    const values = new Float32Array(Math.max(0, count));
    let all = 0;
    asked.forEach((concept, which) => {
      let having = 0;
      for (let at = 0; at < count; at += 1) having += found[which][at];
      const here = Math.log(1 + (count - having + 0.5) / (having + 0.5)) / Math.log(1 + 2 * count + 1);
      const weight = concept.weight ** S.rare;
      all += weight;
      for (let at = 0; at < count; at += 1) values[at] += weight * here * found[which][at];
    });
    const told = asked.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const chosen = [];
    for (let at = 0; at < count; at += 1) {
      if (!values[at]) continue;
      const id = page.from + at, head = sums.head.values[id];
      const ask = sums.asks.get(id) ?? 0;
      let value = values[at] / (all || 1);
      if (head) value += S.exact * (head / told) * Math.min(1, head / scale.lengthOfHead(id));
      value += S.asked * ask;
      if (sums.who && lexicon.places[id].team && lexicon.places[id].team !== page.team) value += S.other;
      if (page.kind) value *= S.section;
      if (!allowed || allowed(page, lexicon.places[id])) chosen.push({ id, value });
    }
    return chosen.sort((a, b) => b.value - a.value || a.id - b.id).slice(0, 3);
  }

  globalThis.handrailSteps = { choose, asksWho, S };
})();
