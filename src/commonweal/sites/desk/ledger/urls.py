"""Addresses of the books, under /desk/books/."""

from django.urls import path

from commonweal.sites.desk.ledger import balance, cards, journals, proofs, standing

urlpatterns = [
    path("", balance.show, name="books"),
    path("balance.csv", balance.file, name="books_file"),
    path("closing/", balance.close, name="books_close"),
    path("accounts/<str:code>/", cards.show, name="books_card"),
    path("accounts/<str:code>/lines.csv", cards.file, name="books_card_file"),
    path("entries/<int:id>/", journals.entry, name="books_entry"),
    path("entries/<int:id>/lines.csv", journals.entry_file, name="books_entry_file"),
    path("journals/", journals.index, name="books_journals"),
    path("journals/journals.csv", journals.index_file, name="books_journals_file"),
    path("journals/<str:code>/", journals.show, name="books_journal"),
    path("journals/<str:code>/entries.csv", journals.file, name="books_journal_file"),
    path("open/", standing.show, name="books_open"),
    path("open/items.csv", standing.file, name="books_open_file"),
    path("proofs/", proofs.show, name="books_proofs"),
    path("proofs/proofs.csv", proofs.file, name="books_proofs_file"),
    path("proofs/new/", proofs.make, name="books_prove"),
]
