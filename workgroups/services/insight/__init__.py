"""Where the sector stands, for the secretariat: panels of sums, each a chart with its table."""
