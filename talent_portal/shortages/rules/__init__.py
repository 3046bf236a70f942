"""Pure arithmetic over reports: reading a table, protecting small numbers, the lists of words."""
