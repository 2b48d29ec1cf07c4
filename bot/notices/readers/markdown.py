"""Markdown → blocks, as CommonMark with tables reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.notices.dates import moment
from bot.notices.lines import names_somebody
from bot.notices.outline import Block, BlockKind, Outline
from bot.notices.readers.txt import blocks_of, clean, decode

# A cell of a Markdown table has no other way to hold two lines.
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


# What a program writes about the file above its text: keys and values between two rules.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[\w-]+:[^\n]*\n|[ \t-][^\n]*\n|\n){1,60}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FOOTNOTE = re.compile(r"(?m)^\[\^[\w-]+\]:[^\n]*(?:\n[ \t]+\S[^\n]*)*|\[\^[\w-]+\](?!:)")


def read_markdown(raw: bytes, name: str) -> Outline:
    """The outline of a Markdown file, its front matter and footnotes left out; BadFileError where it is no text."""
    written = re.sub("\r\n?", "\n", clean(decode(raw, name)))
    written = _FOOTNOTE.sub("", _FRONT_MATTER.sub("", written))
    # A date at the start of a line is no list: «2. mars 2022».
    text = re.sub(r"(?m)^(\s*)(\d{1,2})\.(?=\s*[^\W\d])", _guarded, written)
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).enable("table")
    return Outline(tuple(_Walk(parser.parse(text)).blocks()))


def _guarded(match: re.Match[str]) -> str:
    behind = match.string[match.end() : match.end() + 20].strip()
    found = moment(f"{match[2]}. {' '.join(behind.split()[:1])}")
    dated = found is not None and found.has_date and not names_somebody(behind)
    return f"{match[1]}{match[2]}\\." if dated else match[0]


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int = 1
    delimiter: str = "."


@dataclass(slots=True)
class _Walk:
    """The parser's flat tokens read in order, the lists and quotations that are open kept on the way."""

    tokens: Sequence[Token]
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    fresh_item: bool = False

    def blocks(self) -> Iterator[Block]:
        """The blocks."""
        last: Block | None = None
        for index, token in enumerate(self.tokens):
            self._note(token)
            for block in self._read(token, index):
                if last is not None and self._continues(last, block):
                    last = Block(last.kind, f"{last.text}\n\n{block.text}", last.level, last.marker)
                    continue
                if last is not None:
                    yield last
                last = block
        if last is not None:
            yield last

    def _continues(self, last: Block, block: Block) -> bool:
        return last.kind is BlockKind.ITEM and block.kind is BlockKind.PARAGRAPH and bool(self.lists)

    def _note(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append(_List(ordered=False))
            case "ordered_list_open":
                self.lists.append(_List(ordered=True, number=int(token.attrs.get("start", 1)), delimiter=token.markup))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.fresh_item = False
            case "list_item_open":
                self.fresh_item = True
            case "list_item_close":
                self.fresh_item = False
                self.lists[-1].number += 1
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case _:
                pass

    def _read(self, token: Token, index: int) -> Iterator[Block]:
        if token.type in {"fence", "code_block"}:
            yield from blocks_of(token.content)
        elif token.type == "table_open":
            yield Block(BlockKind.TABLE, rows=self._rows(index))
        elif token.type == "inline" and not self._in_table(index):
            yield from self._inline(token, self.tokens[index - 1])

    def _inline(self, token: Token, opener: Token) -> Iterator[Block]:
        # A backslash ends a line as two blanks do.
        text = _ESCAPED.sub(r"\1", token.content.replace("\\\n", "\n"))
        if opener.type == "heading_open":
            yield Block(BlockKind.HEADING, text, level=int(opener.tag[1:]))
        elif self.quotes:
            yield Block(BlockKind.QUOTE, text)
        elif self.fresh_item and self.lists:
            self.fresh_item = False
            current = self.lists[-1]
            marker = f"{current.number}{current.delimiter}" if current.ordered else "-"
            yield Block(BlockKind.ITEM, text.replace("\n", " "), level=len(self.lists) - 1, marker=marker)
        else:
            # A table that is only laid out by tabs or columns is a paragraph to CommonMark.
            yield from blocks_of("\n".join(line.rstrip() for line in text.split("\n")))

    def _in_table(self, index: int) -> bool:
        return self.tokens[index - 1].type in {"th_open", "td_open"}

    def _rows(self, index: int) -> tuple[tuple[str, ...], ...]:
        rows: list[list[str]] = []
        for at, token in enumerate(self.tokens[index:], start=index):
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and self._in_table(at):
                rows[-1].append(_BREAK.sub("\n", _ESCAPED.sub(r"\1", token.content)))
        return tuple(tuple(row) for row in rows)
