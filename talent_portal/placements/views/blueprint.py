"""The blueprint that all pages of offers and placements hang on."""

from flask import Blueprint

bp = Blueprint("placements", __name__)
