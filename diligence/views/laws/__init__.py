"""One file, many laws: pages inside a company's year."""
