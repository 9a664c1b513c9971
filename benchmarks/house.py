"""What every benchmark needs: a durable database of its own, and one way to report."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def fresh_database(name: str) -> None:
    """Start an empty embedded server with the settings of a live house (fsync on), and migrate."""
    sys.path.insert(0, str(ROOT / "src"))
    from commonweal.config import postgres

    home = Path(tempfile.mkdtemp(prefix=f"commonweal-{name}-"))
    atexit.register(shutil.rmtree, home)  # before the server's: farewells run in reverse order
    os.environ.update(
        COMMONWEAL_HOME=str(home),
        COMMONWEAL_MODE="test",
        DJANGO_SETTINGS_MODULE="commonweal.config.settings",
        DATABASE_URL=postgres.serve(home),
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def report(
    *,
    what: str,
    per_second: float,
    limit: str,
    limit_per_second: float,
    goal_per_second: float,
    goal_ratio: float,
) -> int:
    """Print figure, limit and ratio; return 0 when both goals are met."""
    print(f"{what}: {per_second:,.0f}/s (goal {goal_per_second:,.0f}/s)")
    print(f"limit of this run: {limit_per_second:,.0f}/s - {limit}")
    print(f"ratio: {per_second / limit_per_second:.0%} (goal {goal_ratio:.0%})")
    met = per_second >= goal_per_second and per_second >= goal_ratio * limit_per_second
    print("goals met" if met else "GOAL MISSED")
    return 0 if met else 1


def ratio(per_second: float, limit_per_second: float) -> str:
    """Return a figure without a goal, beside its limit."""
    share = per_second / limit_per_second
    return f"{per_second:,.0f}/s of at most {limit_per_second:,.0f}/s, {share:.0%}"
