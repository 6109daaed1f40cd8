"""What one frozen file adds to the figures of the sector. Plain data in, plain data out."""
