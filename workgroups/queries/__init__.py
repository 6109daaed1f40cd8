"""Every read across companies, by noun. The only package that may open the sector scope.

Everything is fetched before the scope closes; what leaves are frozen dataclasses.
"""
