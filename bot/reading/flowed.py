"""Paragraphs joined again that a client broke into lines for the journey (RFC 3676, format=flowed)."""


def unflow(text: str, *, delsp: bool = False) -> str:
    """The text with its paragraphs whole and quote marks normalised to one `>` a level.

    A line that ends in a blank goes on in the next of the same depth; the signature mark `-- ` stands alone
    (§4.3). With `delsp` the blank itself was inserted by the sender's client and is removed (§4.4).
    """
    lines: list[str] = []
    joined: list[str] = []
    depth = 0
    for line in text.split("\n"):
        marks, content = _parted(line)
        if joined and (len(marks) != depth or content.rstrip() == "--"):
            lines.append(_marked(depth, "".join(joined)))
            joined = []
        depth = len(marks)
        if content.endswith(" ") and content != "-- ":
            joined.append(content[:-1] if delsp else content)
            continue
        lines.append(_marked(depth, "".join((*joined, content))))
        joined = []
    if joined:
        lines.append(_marked(depth, "".join(joined)))
    return "\n".join(lines)


def _parted(line: str) -> tuple[str, str]:
    content = line.lstrip(">")
    return line[: len(line) - len(content)], content.removeprefix(" ")


def _marked(depth: int, content: str) -> str:
    return f"{'>' * depth} {content}" if depth else content
