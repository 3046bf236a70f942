"""The forms of matching days."""
