"""Readers of what arrives: CSV, Excel, JSON; each gives the same sheet of named cells."""
