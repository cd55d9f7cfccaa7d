"""Front of the scores: Decision 766, PAR INDEX, SIPAS; for those who assess and those who verify."""
