"""The demonstration has VAT papers with figures, and they agree with its books."""

from commonweal.reporting import queries

APRIL = queries.read_period("2026-04")


def test_the_return_of_april_has_figures_that_agree(told):
    found = queries.vat_return(period=APRIL)
    filled = {code for code, grid in found.grids.items() if grid.cents}
    assert filled >= {"01", "03", "44", "54", "62", "71"}  # 62: VAT of a loss
    assert found.agrees
    listing = queries.client_listing(year=2026)
    assert {"Festival de la Senne", "Galerie Nachtlicht", "Theater aan de Stroom"} == {
        client.name for client in listing.clients
    }
    assert "Uitgeverij Kaai" in {client.name for client in listing.unlisted}  # asked for its number
    abroad = queries.intra_listing(period=APRIL)
    assert [(client.name, client.code) for client in abroad.clients] == [
        ("Atelier du Nord SAS", "S")
    ]
    assert listing.agrees and abroad.agrees
