"""
What the rules say instead of computing something wrong.

    RuleError
      + BadFigures    a data file is wrong: the house does not start with it
      + NoFigure      the law's figure for that day is not known
      + BadCase       the question makes no sense

Pure Python knows no translations: a face shows `error.said(gettext)`.
"""

from collections.abc import Callable


class RuleError(Exception):
    """
    `message` is a sentence with %(named)s places; `values` fill them. `field` names the part of
    the question that is wrong, by its word in the question, if it is one part.
    """

    def __init__(self, message: str, field: str = "", **values: object) -> None:
        super().__init__(message, field, values)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values

    def said(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in a reader's language, with the reason of a gap in it too."""
        values = dict(self.values)
        if "gap" in values:
            values["gap"] = translate(f"{values['gap']}")
        return translate(self.message) % values


class BadFigures(RuleError):
    """A data file breaks the rules of the loader."""


class NoFigure(RuleError):
    """The day lies before the first figure, after the last, or in a declared gap."""

    def __init__(self, message: str, field: str = "on", **values: object) -> None:
        super().__init__(message, field, **values)


class BadCase(RuleError):
    """An input is out of its range."""
