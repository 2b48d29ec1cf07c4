"""Statements: what a person's own words say of votes, of taking part and of who stands in.

The way of the words: `text` (tokens) → `units` (`plain` words, phrases of the vocabulary, `references`, `times`,
names, numbers that are `led` by a vote; of `forms` with `headings`, `legends`, what is `struck` out and `ticks` in
`columns` or at their `options` only what is ticked) → `sentences` (`clauses`; `exceptions` that vote, cases that are
`excluded`, lists of cases and votes, `pairing`) → `claims` (a vote and what stands beside it: `judgement`, `value`,
`elsewhere`, `voters`, `matters`, `choosing`, `surroundings`, `corrections`, `motions`, `doubts`, `conditions`, `soft`)
→ `findings` (which case, by the `labels` and the `context` before it: `placing`, `narrowing`; `mentions`, `remarks`; by
whose words they are, the `subject`: `bystanders`, `hearsay`; `accounting` for every case that is named) and
`attendance` (`occasion`, `deputies`, `coming`) → `resolve` (what counts).
"""

from bot.reading.statements.interpret import interpret, names_a_case
from bot.reading.statements.resolve import Said

__all__ = ["Said", "interpret", "names_a_case"]
