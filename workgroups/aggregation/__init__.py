"""Rows to figures: what the secretariat's pages show. Plain data in, plain data out."""
