"""Stop early and in plain words when this Python is too old. Runs on any Python 3."""

import sys

if sys.version_info < (3, 11):
    sys.exit("handrail needs Python 3.11 or newer, this is {0}.{1}: try make PYTHON=python3.13".format(*sys.version_info))
