"""The forms of the register; each ends in a frozen draft."""
