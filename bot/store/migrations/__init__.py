"""The way from one state of the tables to the next; run by `Store.migrate`."""
