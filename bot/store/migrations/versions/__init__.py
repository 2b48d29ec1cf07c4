"""One migration a file; none is changed once it has been released."""
