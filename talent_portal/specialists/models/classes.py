"""How secret a column about a person is."""

ANONYMOUS = {"class": "anonymous"}
IDENTIFIED = {"class": "identified"}
SECRET = {"class": "secret"}
