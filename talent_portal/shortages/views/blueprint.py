"""The blueprint that every page of the survey hangs on."""

from flask import Blueprint

bp = Blueprint("shortages", __name__)
