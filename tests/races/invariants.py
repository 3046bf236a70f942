"""What must hold after every race, asked of the database and not of the pages. Numbers as in the research.

The book of deeds is read once after all races (`conftest.race_app`): a link that broke in any of them stays broken.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

# Each finds rows that must not exist.
BROKEN = {
    "I1 seats sold twice": """
        SELECT s.id FROM talk_slot s
        LEFT JOIN booking b ON b.slot_id = s.id AND b.active
        WHERE s.fair_id = :fair GROUP BY s.id, s.taken, s.capacity, s.over
        HAVING COUNT(b.id) <> s.taken OR COUNT(b.id) > s.capacity + s.over""",
    "I2 more people than places": """
        SELECT f.id FROM fair f
        LEFT JOIN registration r ON r.fair_id = f.id AND r.state IN ('pending', 'confirmed')
        WHERE f.id = :fair GROUP BY f.id, f.taken, f.places, f.over
        HAVING COUNT(r.id) <> f.taken OR COUNT(r.id) > f.places + f.over""",
    "I4 somebody in two places at once": """
        SELECT b.registration_id FROM booking b
        JOIN booking c ON c.registration_id = b.registration_id AND c.id > b.id AND c.active
        JOIN fair_round x ON x.id = b.round_id JOIN fair_round y ON y.id = c.round_id
        WHERE b.active AND x.fair_id = :fair AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at""",
    "I5 one address twice": """
        SELECT email_key FROM registration
        WHERE fair_id = :fair AND state IN ('pending', 'confirmed') GROUP BY email_key HAVING COUNT(*) > 1""",
    "I14 talks of somebody who left": """
        SELECT b.id FROM booking b JOIN registration r ON r.id = b.registration_id
        WHERE r.fair_id = :fair AND b.active AND r.state NOT IN ('pending', 'confirmed')""",
    "I15 a sign-up without its one letter": """
        SELECT r.id FROM registration r
        LEFT JOIN letter l ON l.subject_reference = 'registration:' || r.reference AND l.template = 'fairs/prove'
        WHERE r.fair_id = :fair GROUP BY r.id HAVING COUNT(l.id) <> 1""",
    "I15 a letter without its sign-up": """
        SELECT l.id FROM letter l
        LEFT JOIN registration r ON r.reference = substr(l.subject_reference, 14)
        WHERE substr(l.template, 1, 6) = 'fairs/'
            AND (r.id IS NULL OR substr(l.subject_reference, 1, 13) <> 'registration:')""",
    "I19 a sign-up not in the book": """
        SELECT r.id FROM registration r
        LEFT JOIN audit_entry a ON a.subject = 'registration:' || r.reference AND a.deed = 'registration.made'
        WHERE r.fair_id = :fair GROUP BY r.id HAVING COUNT(a.sequence) <> 1""",
    "I19 an end not in the book": """
        SELECT r.id FROM registration r
        LEFT JOIN audit_entry a ON a.subject = 'registration:' || r.reference
            AND a.deed IN ('registration.cancelled', 'registration.expired')
        WHERE r.fair_id = :fair AND r.state IN ('cancelled', 'expired')
        GROUP BY r.id HAVING COUNT(a.sequence) <> 1""",
}


def violations(session: Session, fair_id: int) -> list[str]:
    """Return the names of the invariants that do not hold for a session."""
    session.rollback()
    return [name for name, sql in BROKEN.items() if session.execute(sa.text(sql), {"fair": fair_id}).first()]
