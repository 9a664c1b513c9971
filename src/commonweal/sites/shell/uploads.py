"""
Files that people hand in. They are looked at by their first bytes, not by their name, and kept at
once: a form that is refused loses no file, for it carries the signed ids of those that came.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commonweal.documents import actions as documents
from commonweal.documents import queries
from commonweal.documents.queries import Document
from commonweal.sites.shell.doors import Visit

MOST_MB = 10
MEGABYTE = 1024 * 1024
KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class ManyFiles(forms.ClearableFileInput):
    """A field for one file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; an empty one is not an error here: it gets its verdict like any other."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return every file that came."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class PapersField(FilesField):
    """Papers: PDF or pictures, each of at most ten megabytes."""

    default_error_messages = {
        "kind": _("Choose a PDF or a picture (JPEG, PNG): “%(name)s” is something else."),
        "large": _("Choose a smaller file: “%(name)s” is larger than %(most)s MB."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.widget.attrs.setdefault("accept", ",".join(KINDS.values()))

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files that came; each must be what it may be."""
        files = [file for file in super().clean(data, initial) if file]
        for file in files:
            self._look_at(file)
        return files

    def _look_at(self, file: "UploadedFile[Any]") -> None:
        if (file.size or 0) > MOST_MB * MEGABYTE:
            raise ValidationError(
                self.error_messages["large"], "large", {"name": file.name, "most": MOST_MB}
            )
        if not media_type(file):
            raise ValidationError(self.error_messages["kind"], "kind", {"name": file.name})


def media_type(file: "UploadedFile[Any]") -> str:
    """Return what a file is by its first bytes, nothing if it may not be handed in."""
    file.seek(0)
    first = file.read(16)
    file.seek(0)
    return next((kind for mark, kind in KINDS.items() if first.startswith(mark)), "")


def keep(
    request: Visit, files: "Sequence[UploadedFile[Any]]", *, kind: str, about: str = ""
) -> list[int]:
    """Store files that were handed in; return the ids of their documents."""
    new = [
        documents.NewFile(file.name or "file", media_type(file), file.read(), kind, about)
        for file in files
    ]
    stored = documents.store(files=new, by=request.actor, at=request.at)
    return [document.pk for document in stored]


def sealed(request: Visit, ids: Sequence[int]) -> str:
    """Write ids so that only this person can hand them in again, and none be added."""
    return signing.dumps(list(ids), salt=f"papers of {request.user.pk}")


def unsealed(request: Visit, text: str) -> list[int]:
    """Return the ids that were written for this person; none of what somebody else wrote."""
    try:
        return [int(id) for id in signing.loads(text, salt=f"papers of {request.user.pk}")]
    except (signing.BadSignature, ValueError, TypeError):
        return []


def papers(ids: Sequence[int]) -> list[Document]:
    """Return the documents of these ids, in their order; one that is gone is left out."""
    found = queries.many(ids=ids)
    return [found[id] for id in ids if id in found]
