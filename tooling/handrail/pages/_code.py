"""Code on a page: every sign as it is, nothing acts, and long lines scroll by themselves."""

from handrail.pages._escape import esc


def code(text: str, classes: str = "", title: str = "") -> str:
    """A block of code with the name of its file above it."""
    lines = "&#10;".join(_line(line) for line in text.rstrip("\n").split("\n"))
    head = f'<p class="hr-code-title">{esc(title)}</p>' if title else ""
    return f'<div class="{f"hr-code {classes}".strip()}">{head}<pre tabindex="0"><code>{lines}</code></pre></div>'


def _line(line: str) -> str:
    """The line with its own spaces."""
    kept = []
    for number, part in enumerate(line.expandtabs(4).split(" ")):
        kept.append(("&#32;" if number else "") + esc(part))
    return "".join(kept)
