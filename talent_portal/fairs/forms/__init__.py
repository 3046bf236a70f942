"""What people type about sessions; every form ends in a frozen draft of the actions."""
