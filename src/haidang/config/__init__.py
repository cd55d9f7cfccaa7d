"""Wiring: where state lives, Django's settings, the URL table and the command line."""
