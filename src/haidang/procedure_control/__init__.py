"""Front for the control of administrative procedures: times, cuts, plans, reviews."""
