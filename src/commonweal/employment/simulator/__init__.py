"""
Social security on this machine, for demo and tests: the same addresses, sign-in and bodies as
Dimona REST v2, over real HTTP on 127.0.0.1. It also misbehaves, on request and always the same:

    accept       taken, unknown (404) when first asked about, then A
    warn         then W, with an anomaly
    refuse       then B, with an anomaly
    wait         answers S three times before A
    slow         as accept, after four times the `patience`
    busy         503, not taken
    error        500, not taken
    error_after  500, but taken
    lost         taken, and the connection is cut before the answer
    timeout      no answer at all, not taken
    duplicate    the answer names the declaration before this one
    malformed    400
    expired      401 as if the token were withdrawn, once

`POST /control {"ssin": ..., "behaviours": [...]}` plans what happens to the next messages about
a person. Without a plan the middle digits of the national number decide: 991 is warned, 992
refused, 993 waits, 994 is lost; everyone else is accepted.

Whatever is planned, a message whose fields break the rules of Dimona is refused: see
`commonweal.employment.dimona`. `POST /control {"ssin": ..., "student_hours": 40}` says how many
hours of the yearly quota a student has left; what goes over them is refused as 90017-369.

By hand: `python -m commonweal.employment.simulator PORT KEYFILE`.
"""

from commonweal.employment.simulator._office import Office
from commonweal.employment.simulator._service import (
    BASE,
    CLIENT,
    SCOPES,
    TOKEN,
    Simulator,
    new_key,
    serve,
)

__all__ = ["BASE", "CLIENT", "SCOPES", "TOKEN", "Office", "Simulator", "new_key", "serve"]
