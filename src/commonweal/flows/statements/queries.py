"""Reads of statements: the months of a budget, its steps, the words of its lines, its papers."""

from commonweal.flows.statements._book import (
    STEPS,
    Book,
    Span,
    Waterfall,
    book,
    books,
    step,
)
from commonweal.flows.statements._words import aside_word, word

__all__ = [
    "STEPS", "Book", "Span", "Waterfall", "aside_word", "book", "books", "step", "word",
]  # fmt: skip
