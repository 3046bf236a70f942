"""accounts: identity only. Words: organisation, account, membership, role, permission."""
