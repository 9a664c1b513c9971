"""Loaded by pytest before anything else: a throw-away server, without the waits of durability."""

import os
from pathlib import Path

from commonweal.config import postgres

os.environ["COMMONWEAL_MODE"] = "test"
home = Path(os.environ.get("COMMONWEAL_HOME", Path(__file__).parents[3] / ".commonweal")) / "test"
os.environ["COMMONWEAL_HOME"] = str(home)
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = postgres.serve(home, durable=False)
