"""The journal, the inbox, the outbox and the archive: what outlives a restart."""
