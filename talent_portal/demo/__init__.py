"""demo: demo data made through the actions, and the loading of a prefecture's folder."""
