"""Statutory reports 06a and 07a, the register of dossiers and the list of results handed over (docs/decisions/0016)."""
