"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings")
application = get_wsgi_application()

from haidang.catalogue import api as catalogue  # noqa: E402 (needs the rooms that the line above loads)

# The search index is built before the first visitor comes, not by him.
catalogue.warm()
