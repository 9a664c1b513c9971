"""Keep the figures behind pay, each set once, so that old pay explains itself later."""

from collections.abc import Mapping
from typing import Any

from commonweal.payroll.models import Figures
from commonweal.rules.parameters import Figure

Sources = Mapping[str, Figure]


def keep_figures(sets: Mapping[str, tuple[Sources, Mapping[str, Any]]]) -> None:
    """Keep sets of figures by their version, with the shapes of the lines made from them."""
    Figures.objects.bulk_create(
        [
            Figures(
                version=version,
                sources={name: source_of(figure) for name, figure in sources.items()},
                shapes=shapes,
            )
            for version, (sources, shapes) in sets.items()
        ],
        ignore_conflicts=True,
    )


def source_of(figure: Figure) -> dict[str, str]:
    """Return what is kept of one figure."""
    return {
        "from": figure.valid_from.isoformat(),
        "source": figure.reference,
        "confidence": figure.confidence,
        "note": figure.note,
    }
