"""One blueprint for the register: public pages, one's own pages, and the desk."""

from flask import Blueprint

bp = Blueprint("specialists", __name__)
