"""From a template and a context to the letter its reader gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from commonweal.letters.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    body: str
    html: str


def render(
    *, kind: str, name: str, language: str, context: Mapping[str, Any], sender: str
) -> Rendered:
    """
    Write a letter in its reader's language: first line of the template is the subject.

    :raises KeyError: if the kind is unknown or its context lacks a word
    """
    values = {key: context[key] for key in KINDS[kind]} | {"name": name, "sender": sender}
    with translation.override(language):
        template = get_template(f"letters/{kind}.txt").template  # type: ignore[attr-defined]
        text = template.render(Context(values, autoescape=False))
        subject, _, body = text.strip().partition("\n")
        body = f"{body.strip()}\n"
        html = render_to_string(
            "letters/frame.html",
            {"subject": subject, "paragraphs": paragraphs(body), "language": language},
        )
    return Rendered(" ".join(subject.split()), body, html)


def paragraphs(body: str) -> list[dict[str, Any]]:
    """
    Take a text apart: each paragraph is {"lines": […]}, or {"link": …} when it is one address,
    which a page shows as a button.
    """
    return [
        {"link": text} if _is_address(text) else {"lines": text.splitlines()}
        for text in (part.strip() for part in body.split("\n\n"))
        if text
    ]


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and len(text.split()) == 1
