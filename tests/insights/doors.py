"""Who may open which door of the front page: everyone, but the home, which belongs to those who signed in."""

from tests.architecture.authorisation import public, signed_in

DOORS = {
    "insights.front": public(),
    "insights.experience": public(),
    "insights.offices": public(),
    "insights.styleguide": public(),
    "insights.home": signed_in(),
}
