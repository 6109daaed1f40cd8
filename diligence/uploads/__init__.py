"""Whether an uploaded file is what it says it is, and safe to keep. Plain Python, no Django.

`apart.examine` is the entrance: it looks at the file in a process of its own, with little memory
and time, for the parsers of file formats are the likeliest place for a file to do harm.
"""
