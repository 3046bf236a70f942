"""talent_portal: how a prefecture and its municipalities find and share the specialists they need."""
