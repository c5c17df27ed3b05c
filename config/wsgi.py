"""WSGI entry for gunicorn; not ASGI, because GEOS objects leak in ASGI threads (Django ticket 29878)."""

import os

from django.core.wsgi import get_wsgi_application

from common import program

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
program.load()
