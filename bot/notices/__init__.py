"""From a notice document to a meeting file, and from a meeting file to a meeting."""
