"""Reorganisations as plans: read a plan file, check it, apply it, revert it, prove it from the journal."""
