"""Ours held against theirs: asking the portal, dossier by dossier, repairing what differs, counting what is in step."""
