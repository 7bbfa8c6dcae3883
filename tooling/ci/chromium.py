"""Find a Chromium for the browser tests, or try to get Debian's.

`find()` serves the tests. Run as a program it also installs: with apt-get and the rights to use it, quietly and once.
Without a browser the tests that need one are skipped, and this says so; in CI nothing may be skipped, so it fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """Return the path of a Chromium: the one HANDRAIL_CHROMIUM names, else the first one installed."""
    named = os.environ.get("HANDRAIL_CHROMIUM")
    if named:
        return named
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if Path(place).exists())
    return next((path for path in (*found, *there) if path), None)


def flags() -> list[str]:
    """Return the arguments that keep Chromium off the network; root also has to give up the sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if is_root else list(FLAGS)


def apt() -> list[str] | None:
    """Return how apt-get is called here, or None where it is not to be had without asking a person."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n", "apt-get"] if asked.returncode == 0 else None


def install() -> None:
    """Ask apt-get for Chromium; say what it said when it refuses."""
    command = apt()
    if command is None:
        return
    print("browser: installing Chromium with apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*command, "update", "-qq"], check=False, capture_output=True, env=environment)
    install_it = [*command, "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
    done = subprocess.run(install_it, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)


def main() -> int:
    """Make sure of a browser, or say what goes untested."""
    if not find():
        install()
    if find():
        return 0
    if os.environ.get("CI"):
        print("browser: no Chromium, and in CI no test may be skipped", file=sys.stderr)
        return 1
    print("browser: no Chromium here, so the tests marked `browser` are skipped (set HANDRAIL_CHROMIUM, or install it)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
