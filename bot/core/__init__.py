"""What is decided, without I/O: nothing here opens a socket, a file or a clock, or imports a library."""
