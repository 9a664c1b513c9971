"""documents.store: what was stored is what is read."""

import hashlib

import pytest
from django.db import Error, connection, transaction

from commonweal.documents import actions as documents
from commonweal.documents import gateways, queries
from commonweal.kernel.models import Event


def new(content=b"%PDF-1.7 a payslip", name="payslip.pdf", **details):
    return documents.NewFile(name, "application/pdf", content, "payslip", **details)


def path_of(document, settings):
    return settings.FILES / document.sha256[:2] / document.sha256[2:]


def test_it_gives_back_the_same_bytes(db, by, at, settings):
    (document,) = documents.store(files=[new(about="payslip:1")], by=by, at=at)
    assert queries.content(document=document) == b"%PDF-1.7 a payslip"
    assert document.bytes_length == 18
    assert document.sha256 == hashlib.sha256(b"%PDF-1.7 a payslip").hexdigest()
    assert list(queries.about(ref="payslip:1")) == [document]
    assert not list(path_of(document, settings).parent.glob("*.part"))


def test_a_batch_is_one_insert_and_one_event(db, by, at, django_assert_max_num_queries):
    files = [new(content=f"{i}".encode(), name=f"{i}.pdf") for i in range(50)]
    with django_assert_max_num_queries(4):
        stored = documents.store(files=files, by=by, at=at)
    assert [document.name for document in stored] == [file.name for file in files]
    assert len(Event.objects.get(verb="documents.store").subjects) == 50


def test_equal_bytes_lie_on_disk_once(db, by, at, settings):
    one, two = documents.store(files=[new(), new(name="copy.pdf")], by=by, at=at)
    assert one.pk != two.pk
    assert path_of(one, settings) == path_of(two, settings)


def test_it_refuses_an_empty_file(db, by, at):
    with pytest.raises(documents.EmptyFile, match="payslip.pdf"):
        documents.store(files=[new(content=b"")], by=by, at=at)


@pytest.mark.parametrize("name", ["", "/", "../..", "\n"])
def test_it_refuses_a_file_without_a_name(db, by, at, name):
    with pytest.raises(documents.UnnamedFile):
        documents.store(files=[new(name=name)], by=by, at=at)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\bill.pdf", "bill.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_never_a_place(db, by, at, given, kept):
    (document,) = documents.store(files=[new(name=given)], by=by, at=at)
    assert document.name == kept


def test_changed_bytes_are_not_given(db, by, at, settings):
    (document,) = documents.store(files=[new(content=b"to be damaged")], by=by, at=at)
    path_of(document, settings).write_bytes(b"something else")
    with pytest.raises(queries.DamagedFile, match="changed on disk"):
        queries.content(document=document)
    path_of(document, settings).unlink()
    with pytest.raises(queries.DamagedFile):
        queries.content(document=document)
    gateways.put(b"to be damaged")
    assert queries.content(document=document) == b"to be damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "update documents_document set name = 'x'",
        "delete from documents_document",
        "truncate documents_document",
    ],
)
def test_the_database_refuses_every_change(db, by, at, statement):
    documents.store(files=[new()], by=by, at=at)
    with (
        pytest.raises(Error, match="does not change|cannot truncate"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
