"""Declarations of suppliers: taken in, read in the background, looked at, accepted or dropped."""
