"""Dossiers filed on the national portal: fetched, kept, acknowledged once, and made dossiers here."""
