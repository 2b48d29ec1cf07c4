"""Lists of words written as running text."""


def words(text: str) -> frozenset[str]:
    """The words of the text, which blanks and line ends part."""
    return frozenset(text.split())
