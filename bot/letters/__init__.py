"""Letters: what is decided becomes words, and words become the bytes of a mail."""
