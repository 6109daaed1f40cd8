"""The sector's annual report on paper: chapters, published tables and charts become a document.

Nothing here reads the database: what is printed is the content that was stored when it was made.
"""
