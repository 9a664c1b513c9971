"""Answer until interrupted: `python -m commonweal.employment.simulator PORT KEYFILE`."""

import sys
import threading
from pathlib import Path

from django.conf import settings

from commonweal.employment.simulator import serve

if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    with serve(int(sys.argv[1]), key_file=Path(sys.argv[2])) as running:
        sys.stdout.write(f"{running.url}\n{running.token_url}\n")
        sys.stdout.flush()
        threading.Event().wait()
