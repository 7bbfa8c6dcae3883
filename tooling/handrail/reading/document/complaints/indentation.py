"""Breaks at the start of a line: it stands too far right or left, or lacks its hyphen."""

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.broken import Break, levels, says
from handrail.reading.document.complaints.line import entry, indent, spaces


def too_far_right(broken: Break) -> Finding | None:
    """A key below a key that has its text already."""
    expected = "mapping values" in broken.problem or "expected key" in broken.problem
    found = entry(broken.line)
    if not expected or not found or broken.at[1] > found.column + len(found.key):
        return None
    number = next((n for n in range(broken.at[0] - 1, -1, -1) if says(broken.lines[n]) and _opens(broken.lines[n])), -1)
    if number < 0:
        return None
    line = broken.lines[number]
    above = entry(line)
    column = above.column if above else indent(line)
    if found.column <= column or (above and (not above.text or above.text[0] in "|>")):
        return None
    named = above.key if above else line.strip()
    surplus = found.column - column
    hint = f"Take {spaces(surplus)} away, and it stands beside `{named}`"
    hint += f"; or take the text behind `{named}:` away." if surplus > 1 and above else "."
    message = f"`{found.key}` stands further right than `{named}` in line {number + 1}, which has its text already."
    return broken.complain(broken.at[0], found.column, len(found.key), message, hint)


def _opens(line: str) -> bool:
    return bool(entry(line)) or line.strip().startswith("- ")


def hyphen(broken: Break) -> Finding | None:
    """An entry of a list without its hyphen, or a hyphen where there is no list."""
    words = broken.line.strip()
    column = indent(broken.line)
    if "'-'" in broken.problem and column == broken.began[1]:
        if words.startswith("-"):
            message = f"No space after the hyphen in `{words}`."
            return broken.complain(broken.at[0], column, len(words), message, f"- {words[1:]}")
        message = (
            f"A hyphen is missing: the entries of the list that begins in line {broken.began[0] + 1} begin with one."
        )
        return broken.complain(broken.at[0], column, len(words), message, f"- {words}")
    if broken.sign != "-" or not broken.at_line_start or "expected key" not in broken.problem:
        return None
    first = next((n for n in range(broken.at[0]) if _beside(broken, n, column)), -1)
    above = levels(broken, broken.at[0])
    if column and first >= 0 and first == broken.began[0]:
        named = broken.lines[first].strip()
        message = f"This entry has a hyphen, and `{named}` in line {first + 1} has none."
        return broken.complain(
            broken.at[0], column, 1, message, f"Every entry of a list begins with a hyphen: - {named}"
        )
    key = next((key for at, (_, key) in above.items() if at == column), "")
    message = "An entry of a list stands here, where a name with a colon is expected."
    hint = f"Below `{key}:` alone, with two spaces more, it belongs to `{key}`." if key else "Write `name: text`."
    return broken.complain(broken.at[0], column, len(words), message, hint)


def _beside(broken: Break, number: int, column: int) -> bool:
    line = broken.lines[number]
    return number >= broken.began[0] and says(line) and indent(line) == column


def uneven(broken: Break) -> Finding | None:
    """A line that begins in none of the columns that are open above it."""
    if not broken.at_line_start or not broken.line.strip():
        return None
    column = indent(broken.line)
    first = next((n for n, line in enumerate(broken.lines) if says(line)), 0)
    if "document start" in broken.problem and indent(broken.lines[first]) > column:
        message = (
            f"Line {first + 1} begins with {spaces(indent(broken.lines[first]))}, this line with {spaces(column)}."
        )
        hint = f"Take the spaces at the start of line {first + 1} away: what belongs together begins in one column."
        return broken.complain(broken.at[0], column, len(broken.line.strip()), message, hint)
    above = levels(broken, broken.at[0])
    if column in above or not above:
        return None
    ways = sorted(above, key=lambda at: (abs(at - column), -at))[:2]
    told = " or ".join(f"{spaces(at)} (`{above[at][1]}`)" for at in sorted(ways))
    best = ways[0]
    message = f"This line begins with {spaces(column)}; what stands above it begins with {told}."
    hint = f"Give it {spaces(best)}, as `{above[best][1]}` in line {above[best][0] + 1}."
    return broken.complain(broken.at[0], 0, max(column, 1), message, hint)


def outside(broken: Break) -> Finding | None:
    """Something behind the end of the document."""
    if "document start" not in broken.problem:
        return None
    for number in (broken.at[0], broken.above(broken.at[0])):
        if broken.of_line(number).startswith("..."):
            return broken.complain(
                number, 0, 3, "`...` ends the file for YAML, and more follows.", "Delete the three dots."
            )
    message = "This line stands outside of what the file holds: the brackets above it have closed already."
    return broken.complain(
        *broken.at, len(broken.line.strip()), message, "Write each entry on a line of its own, without them."
    )
