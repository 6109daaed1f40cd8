"""The pages of a company's chain."""
