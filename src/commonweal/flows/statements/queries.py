"""Reads of statements: the months of a budget, its steps, the words of its lines, its papers."""

from collections.abc import Collection
from datetime import date

from commonweal.documents import queries as documents
from commonweal.documents.queries import Document
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
    "KIND", "STEPS", "Book", "Span", "Waterfall", "aside_word", "book", "books", "paper_name",
    "papers", "papers_of", "step", "word",
]  # fmt: skip
KIND = "budget_statement"


def paper_name(*, unit: int, month: date) -> str:
    """Return the name of the paper of a month (any day of it)."""
    return f"{month:%Y-%m}-budget-{unit}.pdf"


def papers(*, units: Collection[int], month: date) -> dict[int, Document]:
    """Return the newest paper of a month of each of these units that has one."""
    names = {paper_name(unit=unit, month=month): unit for unit in units}
    found = documents.of(refs=[f"unit:{unit}" for unit in units]).filter(kind=KIND)
    return {names[paper.name]: paper for paper in found.filter(name__in=list(names))}


def papers_of(*, unit: int) -> dict[str, Document]:
    """Return the newest paper of every month of a unit, by month (2026-04)."""
    found = documents.about(ref=f"unit:{unit}").filter(kind=KIND)
    return {paper.name[:7]: paper for paper in found}
