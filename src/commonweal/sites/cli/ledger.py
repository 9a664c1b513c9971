"""`commonweal ledger proofs`: ask the books every proof, from the command line."""

import argparse
import json

HELP = "ask the books to prove themselves: every answer must be 0"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One deed so far, and it only reads."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    proofs = deeds.add_parser("proofs", help="print each proof and its figure; exit 1 on a fault")
    proofs.add_argument("--json", action="store_true", help="one object: proof and figure")


def needs_database(options: argparse.Namespace) -> bool:
    """The books are asked, not a file."""
    return True


def run(options: argparse.Namespace) -> int:
    """Print each figure with the name of its proof and what it says."""
    from commonweal.ledger import queries
    from commonweal.sites.shell.books import PROOFS

    found = queries.proofs()
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, figure in found.items():
            words = PROOFS[name]
            print(f"{figure:>6}  {name:<34}{words.fault if figure else words.holds}")
    return 1 if any(found.values()) else 0
