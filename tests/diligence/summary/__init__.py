"""What frozen files add to the figures of the sector."""
