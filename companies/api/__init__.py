"""The API's ground: who calls, what they may do, and the company's own profile."""
