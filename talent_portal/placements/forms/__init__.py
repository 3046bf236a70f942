"""What people type about terms, answers, appointments and reports."""
