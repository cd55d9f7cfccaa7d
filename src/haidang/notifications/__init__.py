"""Messages that leave the house for people's own devices. Knows no dossier and no directive."""
