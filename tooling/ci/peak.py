"""The most memory that this process has used."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def megabytes() -> int:
    """The most memory in use so far, in megabytes, by this process alone.

    Linux counts it for the memory that a program got when it was started. What `getrusage` tells there is of no use: a
    child begins with the figure of the process that started it. Elsewhere `getrusage` is all there is.
    """
    if STATUS.exists():
        told = dict(line.split(":", 1) for line in STATUS.read_text(encoding="utf-8").splitlines())
        return int(told["VmHWM"].split()[0]) // 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)
