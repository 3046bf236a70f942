"""What the register decides without asking anybody: states, facts, weeks, cards. Pure."""
