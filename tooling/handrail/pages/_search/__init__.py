"""The search of the site: what can be found, in which words, packed so that a browser answers by itself.

Ideas and the comparison behind them: BM25 over fields (Robertson and Zaragoza, 2009), edits with exchanged neighbours
(Damerau, 1964), pairs of signs for Chinese, and the share of a question that a page answers in place of AND. All code
is our own, here and in `assets/handrail-search*.js`. Python and JavaScript take words apart by the same rules: `words`
here, `handrail-search-folding.js` there, and a test holds them together.
"""
