"""Released figures, for the parties after signing in and for everybody."""
