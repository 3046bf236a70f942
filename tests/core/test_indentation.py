"""Pages leave the indentation of their templates at home, and nothing else."""

from jinja2 import DictLoader, Environment

from talent_portal.core.indentation import Unindented

SOURCE = "<p>\n    one\n\t{{ typed }}\n</p>"


def shown(name):
    environment = Environment(loader=DictLoader({name: SOURCE}), extensions=[Unindented], autoescape=True)
    return environment.get_template(name).render(typed="  two\n    three")


def test_a_page_is_not_indented_but_what_somebody_typed_is():
    assert shown("page.html") == "<p>\none\n  two\n    three\n</p>"


def test_a_letter_keeps_its_indentation():
    assert shown("letter.txt") == "<p>\n    one\n\t  two\n    three\n</p>"
