"""The blueprint that every page about requests hangs on."""

from flask import Blueprint

bp = Blueprint("needs", __name__)
