"""The board of whoever leads: how the open dossiers stand, who has them, and the list behind every figure."""
