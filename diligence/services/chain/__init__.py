"""What is done with a company's chain: lines, suppliers and imports. Each leaves a trace."""
