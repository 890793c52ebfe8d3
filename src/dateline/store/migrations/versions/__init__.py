"""One file per change of schema, in order of their numbers."""
