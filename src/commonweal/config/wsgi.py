"""The web's door. A web connection sees no member's rows until a request says whose they are."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.config.settings")
os.environ.setdefault("COMMONWEAL_SCOPE", "")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
gc.freeze()  # what is loaded by now stays: it need not be looked through again and again
