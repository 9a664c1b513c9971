from commonweal.documents import queries as documents


def test_latin_greek_and_cyrillic_can_be_shown():
    assert documents.unshown(text="L'été – “Ελληνικό” Жук €\n½\u00a0²") == ""


def test_what_no_paper_can_show_is_named_once():
    assert documents.unshown(text="日本 日 \N{GRINNING FACE}") == "日本\N{GRINNING FACE}"
