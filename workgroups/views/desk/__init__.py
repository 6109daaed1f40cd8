"""The secretariat's desk: the queue of files, and one file under review."""
