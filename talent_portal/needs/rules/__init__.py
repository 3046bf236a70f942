"""Pure arithmetic over requests: facts for matching, working conditions, the lists people choose from."""
