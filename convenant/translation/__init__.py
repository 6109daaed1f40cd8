"""The catalogue of translations: what the code says in Dutch, and how the English page says it."""
