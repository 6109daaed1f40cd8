"""What is known of harm by metal and country, and what a company decides about it."""
