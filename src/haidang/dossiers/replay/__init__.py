"""Rebuilds a dossier's rows from its journal alone, and says where the stored rows differ."""
