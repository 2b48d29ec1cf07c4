"""Our own check that a mail carries a signature of its sender's domain (DKIM, RFC 6376): stricter than the RFC where a
vote may hang on it, and linear in the size of the mail.

`judgement` decides, on the mail's bytes and on what DNS had said of its keys; `dns` asks, before anything is decided.
The cryptography is dkimpy's; what a mail is taken apart with is ours, since dkimpy's patterns are not linear and its
clock is not the time at which the mail was received.
"""
