"""The secretariat's side of a file: who reviews it, who is at it, what it says about it."""
