"""Questions that matching asks of the floors below: people, requests, the law and the ways, as plain facts."""

from talent_portal.matching.queries.book import Book, Named, book, qualifications
from talent_portal.matching.queries.cases import case_for, need_facts, open_cases, table, ways
from talent_portal.matching.queries.finding import FEW, Found, Title, find, titles
from talent_portal.matching.queries.people import Identity, identities, one_person, people, person_by_reference

__all__ = [
    "FEW",
    "Book",
    "Found",
    "Identity",
    "Named",
    "Title",
    "book",
    "case_for",
    "find",
    "identities",
    "need_facts",
    "one_person",
    "open_cases",
    "people",
    "person_by_reference",
    "qualifications",
    "table",
    "titles",
    "ways",
]
