"""The blueprint that the pages of matching days hang on; registered only where they are switched on."""

from flask import Blueprint

bp = Blueprint("matching_days", __name__)
