"""Stop early and in plain words when this Python is too old. Runs on any Python 3."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - that is the question here
    sys.exit("handrail needs Python 3.11 or newer: try make PYTHON=python3.13")
