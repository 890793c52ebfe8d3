"""Alembic's migrations of the record. `env.py` runs them on the connection that the store gives."""
