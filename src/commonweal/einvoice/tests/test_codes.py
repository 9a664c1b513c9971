from commonweal.einvoice import codes


def test_the_lists_are_those_of_the_official_rules():
    assert {"BE", "GR", "GB"} <= codes.listed(codes.COUNTRIES)
    assert not {"UK", "be", "YU"} & codes.listed(codes.COUNTRIES)
    assert {"BE", "EL"} <= codes.listed(codes.VAT_COUNTRIES)
    assert {"C62", "HUR", "DAY"} <= codes.listed(codes.UNITS)
    assert {"0208", "0088", "EM"} <= codes.listed(codes.SCHEMES)
    assert "application/pdf" in codes.listed(codes.MEDIA_TYPES)
