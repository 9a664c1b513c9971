"""PostgreSQL's own programs, pointed at the database of this house."""

import os
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from commonweal.sites.cli._trouble import Trouble


def call(program: str, *arguments: str) -> None:
    """
    Run one program; its password travels in the environment, where nobody else can read it.

    :raises Trouble: with what the program said, if it failed
    """
    house = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    known = {names[key]: str(house[key]) for key in names.keys() & house.keys()}
    known |= {"PGDATABASE": str(house["dbname"]), "PGOPTIONS": "-c commonweal.scope=*"}
    done = subprocess.run(
        [str(Path(settings.POSTGRES_PROGRAMS) / program), *arguments],
        env=os.environ | known,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{program} failed: {done.stderr.strip()[-1500:]}")
