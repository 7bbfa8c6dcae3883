"""The guided run, as data: what a browser needs to walk a workflow step by step as `review/walk` does.

`workflow` says what each step does, `people` who is there when and what is promised, `letter` the texts to send. All of
it is pure and deterministic: the same handbook gives the same bytes. `data` writes it down, with the print of its content.
"""
