"""What event logs tell: reading them, forecasting what is open, drawing how work really flows. Knows no dossier."""
