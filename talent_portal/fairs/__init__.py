"""fairs: joint recruitment sessions. Words: fair, booth, round, talk slot, registration, booking, ticket, check-in."""
