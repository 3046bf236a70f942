"""What people do about proofs: try, enter, leave, change, invite."""
