"""One file, many laws: how far it answers each standard, and an extract of it per standard."""
