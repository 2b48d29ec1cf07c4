"""IMAP and SMTP adapters and the judgement of senders: the typed seal around untyped libraries."""
