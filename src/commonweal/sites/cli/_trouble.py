"""What a verb says when it cannot do its work, outside the trade: no traceback, exit 1."""


class Trouble(Exception):
    """One sentence that says what happened and what to do."""


class WrongInput(Exception):
    """A sentence that says what to give instead."""
