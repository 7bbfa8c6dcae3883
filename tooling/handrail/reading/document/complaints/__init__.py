"""What is wrong with the form of a file, in the words of somebody who helps.

`explain` turns a parser's error into its cause with a remedy that can be pasted; `lint` and `twisted` find what can be
read but will not mean what its author thinks. They cost next to nothing on a clean file: a glance decides whether there
is anything to look at.
"""

from handrail.reading.document.complaints.causes import explain
from handrail.reading.document.complaints.merge import unsolved_merge
from handrail.reading.document.complaints.misread import lint
from handrail.reading.document.complaints.shape import twisted

__all__ = ["explain", "lint", "twisted", "unsolved_merge"]
