"""The blueprint that every page about sessions hangs on."""

from flask import Blueprint

bp = Blueprint("fairs", __name__)
