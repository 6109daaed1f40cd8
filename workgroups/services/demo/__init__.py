"""The demo: an invented sector, read from `workgroups/demo/` and told through the services.

`workgroups/demo/README.md` holds the format of the data and the rules by which answers are picked.
"""
