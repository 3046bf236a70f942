"""`gunicorn wsgi:app`."""

from talent_portal.app import create_app

app = create_app()
