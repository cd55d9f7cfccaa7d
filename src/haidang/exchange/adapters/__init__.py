"""Adapters that fill the port of the national portal, one for each generation of its protocol."""
