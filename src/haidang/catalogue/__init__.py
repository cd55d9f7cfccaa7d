"""Law: procedures, their published versions, forms and search."""
