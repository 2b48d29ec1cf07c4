"""The use cases: each gathers (store, archive, clock), lets core/ decide, and applies, in that order."""
