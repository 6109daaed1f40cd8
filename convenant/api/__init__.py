"""What every part of the API stands on: problems, parsers, pages and limits. Knows no app."""
