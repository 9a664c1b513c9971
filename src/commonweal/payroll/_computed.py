"""The amounts that a payslip keeps, by the columns of a batch that add up to them."""

from collections.abc import Iterator, Mapping, Sequence

from commonweal.rules.batch import Batch, Column

AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "gross_cents": ("gross",),
    "contribution_cents": ("social.contribution", "social.solidarity"),
    "work_bonus_cents": ("social.bonus_a", "social.bonus_b"),
    "special_cents": ("special_contribution",),
    "withholding_cents": ("withholding",),
    "net_cents": ("net",),
    "employer_cents": ("employer.due",),
    "tariff_cents": ("employer.tariff",),
    "provision_cents": ("employer.provision",),
}


def amounts(found: Batch) -> Iterator[tuple[int, ...]]:
    """Yield the cents of each row in the order of AMOUNTS: zero for a row that was refused."""
    columns = [_sum(found, parts).tolist() for parts in AMOUNTS.values()]
    return zip(*columns, strict=True)


def _sum(found: Batch, parts: Sequence[str]) -> Column:
    first, *others = (found.columns[part] for part in parts)
    return sum(others, start=first)
