"""Template tags shared by every page: the look (`ui`) and the figures (`charts`)."""
