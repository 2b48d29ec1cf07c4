"""Runs migrations on the connection, and in the transaction, that `Store.migrate` hands over."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters most things only by copying the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
