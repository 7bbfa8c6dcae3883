"""The guided run, as data: what a browser needs to walk a workflow step by step as `review/walk` does.

`workflow` and `step` say what is done and where it leads, `people` who is there when and what is promised, `letter` the
texts to send, `prose` their words. All of it is pure: the same handbook gives the same bytes, and `data` their print.
"""
