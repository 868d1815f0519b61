"""Room 8: Release -> files. The dossier, the tables, the map, the family tree and the exchange formats."""
