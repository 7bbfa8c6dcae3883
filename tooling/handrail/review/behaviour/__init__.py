"""Does a case go as before? What two states of a handbook do, compared and proven, never guessed from their words.

`alike` proves by form: two programs that can do the same at each place do the same, whatever their steps are called
and in which order they stand. `timed` proves by cases: for all facts, the ends, the marks that were done and the
longest time until then. `shifts` tells a difference: for which facts a case now ends elsewhere or takes longer.
`verdict` puts them together.
"""
