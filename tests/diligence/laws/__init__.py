"""Laws beside a file."""
