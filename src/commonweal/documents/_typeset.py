"""PDF from typst templates, with compilers that stay warm."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).resolve().parent / "fonts"


def typeset(
    *,
    template: Path,
    data: Mapping[str, Any],
    at: datetime,
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """
    Set a document and return it as tagged PDF/A-3 with its attachments inside.

    The template, a typst file of this package, finds `data` and the attachments through
    `/documents/typst/house.typ`. `at` is the instant the PDF says it was made: equal input gives
    equal bytes.

    :raises typst.TypstError: if the template does not compile with these data
    """
    compiler, lock = _compiler(template.resolve())
    inputs = {"data": json.dumps(data), "attachments": json.dumps(_texts(attachments or {}))}
    with lock:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(at.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(template: Path) -> tuple[typst.Compiler, threading.Lock]:
    """A compiler keeps fonts and parsed files, but serves one thread at a time."""
    compiler = typst.Compiler(
        template,
        root=PACKAGE,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        sys_inputs={"data": "{}", "attachments": "{}"},
    )
    return compiler, threading.Lock()


def _texts(attachments: Mapping[str, bytes]) -> dict[str, str | list[int]]:
    """Text passes as text; other bytes as numbers, the only other shape an input can have."""
    return {name: _text(content) for name, content in attachments.items()}


def _text(content: bytes) -> str | list[int]:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return list(content)
