"""Markdown as plain text that reads well: lists keep their marks, quotes are set in, emphasis is left to the words.

Paragraphs are one line each, however long: a phone breaks them where its screen ends, and a quoted paragraph is found
again word for word in the reply.
"""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

INDENT = "    "


def plain_text(tokens: Sequence[Token]) -> str:
    """The blocks, an empty line between them; no line break at the end."""
    return _blocks(SyntaxTreeNode(list(tokens)).children).rstrip("\n")


def plain_line(tokens: Sequence[Token]) -> str:
    """The same as one line."""
    return " ".join(plain_text(tokens).split())


def _blocks(nodes: Sequence[SyntaxTreeNode], gap: str = "\n\n") -> str:
    return gap.join(text for text in map(_block, nodes) if text)


def _block(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one a kind of block
    match node.type:
        case "bullet_list":
            return _list(node, ["- "] * len(node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _list(node, [f"{first + i}. " for i in range(len(node.children))])
        case "blockquote":
            return _indented(_blocks(node.children), INDENT)
        case "fence" | "code_block":
            return _indented(node.content.rstrip("\n"), INDENT)
        case "heading":
            return _heading(_blocks(node.children), node.tag)
        case "table":
            return "\n".join(_rows(node))
        case "inline":
            return "".join(map(_inline, node.children))
        case _:
            return _blocks(node.children)


def _heading(text: str, tag: str) -> str:
    """Set off by a further empty line; the letter's own sections in capitals, names of cases as they are."""
    match tag:
        case "h1" | "h2":
            return f"\n{text.upper()}"
        case "h3":
            return f"\n{text}"
        case _:
            return text


def _list(node: SyntaxTreeNode, marks: Sequence[str]) -> str:
    tight = all(child.type != "paragraph" or child.hidden for item in node.children for child in item.children)
    gap = "\n" if tight else "\n\n"
    items = (_blocks(item.children, gap) for item in node.children)
    return gap.join(_hung(mark, text) for mark, text in zip(marks, items, strict=True))


def _hung(mark: str, text: str) -> str:
    return mark + _indented(text, " " * len(mark)).lstrip(" ")


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else "" for line in text.split("\n"))


def _rows(table: SyntaxTreeNode) -> Iterator[str]:
    for part in table.children:
        for row in part.children:
            yield " | ".join(_blocks(cell.children) for cell in row.children)


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return _link("".join(map(_inline, node.children)), str(node.attrs.get("href", "")))
        case _ if node.children:
            return "".join(map(_inline, node.children))
        case _:
            return node.content


def _link(text: str, href: str) -> str:
    return text if href.removeprefix("mailto:") in {text, ""} else f"{text} ({href})"
