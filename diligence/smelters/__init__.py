"""What a supplier declares in a CMRT, EMRT or AMRT workbook. Plain Python, no Django.

`apart.read` is the entrance: it reads the workbook in a process of its own and gives `Declared`, or
raises `Refused` with a reason. A workbook is recognised by how it is built, not by its language.
"""
