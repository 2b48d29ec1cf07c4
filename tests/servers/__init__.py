"""Real servers for tests, benchmarks and work by hand: ordinary processes on loopback ports of their own.

Each keeps everything in one directory and ends with the one who started it. `python -m tests.servers --dir DIR` starts
Dovecot and Postfix and prints where they are.
"""
