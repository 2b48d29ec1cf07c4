"""One reader a format: bytes → outline. What a document's words mean is not their matter."""
