"""Why a file is not taken."""


class Refused(Exception):
    """The file is not taken. `code` says why; `params` holds what the sentence names, JSON only."""

    def __init__(self, code: str, **params: str | int):
        super().__init__(code)
        self.code = code
        self.params = params
