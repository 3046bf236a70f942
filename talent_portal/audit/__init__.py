"""audit: the append-only, hash-chained book of deeds. Words: entry, deed, subject, head."""
