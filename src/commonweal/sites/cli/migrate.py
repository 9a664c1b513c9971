"""`commonweal migrate`: bring the database up to date, before a new version serves people."""

import argparse

HELP = "bring the database up to date with this version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def needs_database(options: argparse.Namespace) -> bool:
    """Opening the house applies what waits, one process at a time."""
    return True


def run(options: argparse.Namespace) -> int:
    """Say how far the database is now."""
    from django.db.migrations.recorder import MigrationRecorder

    print(f"{MigrationRecorder.Migration.objects.count()} migrations applied, none waiting.")
    return 0
