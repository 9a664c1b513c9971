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

    The template, a typst file of this package, is one function, `sheet(data, files)`, so that a
    compiler keeps what it read of it and only the call is new. `at` is the instant the PDF says it
    was made: equal input gives equal bytes.

    :raises typst.TypstError: if the template does not compile with these data
    """
    compiler, lock = _compiler()
    place = template.resolve().relative_to(PACKAGE).as_posix()
    files = _texts(attachments or {})
    call = f'#import "/{place}": sheet\n#sheet({_literal(data)}, {_literal(files)})'
    with lock:
        pdf = compiler.compile(
            call.encode(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(at.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler() -> tuple[typst.Compiler, threading.Lock]:
    """A compiler keeps fonts and parsed files, but serves one thread at a time."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=PACKAGE, font_paths=fonts), threading.Lock()


def _literal(value: Mapping[str, Any]) -> str:
    """Values as typst reads them: JSON, which is ASCII here, inside a string."""
    text = json.dumps(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'json(bytes("{text}"))'


def _texts(attachments: Mapping[str, bytes]) -> dict[str, str | list[int]]:
    """Text passes as text; other bytes as numbers, the only other shape an input can have."""
    return {name: _text(content) for name, content in attachments.items()}


def _text(content: bytes) -> str | list[int]:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return list(content)
