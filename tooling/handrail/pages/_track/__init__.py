"""The track: a workflow drawn as a line beside its own steps, like a metro map beside its stations.

One row is one step, in the order of the file. `plan` says what is drawn, `lanes` where it runs; `gutter` draws one row
of it, and `full`, `glance`, `compact` and `svg` are the four densities of that one geometry. Nothing here measures text
and nothing needs a script: the words are HTML, and the lines stretch with them.
"""
