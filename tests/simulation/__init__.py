"""Whole meetings by the thousand: the service's own code against a clock, mail servers and people that one seed moves.

`python -m tests.simulation --meetings 10000 --seconds 120` runs many, `--seed N` runs one again. The seed is the bug
report: the same seed gives the same meeting, to the byte.
"""
