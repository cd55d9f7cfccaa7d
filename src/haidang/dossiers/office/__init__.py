"""Work in the office: who does which step, for whom, who hands it out, and acts on many dossiers at once."""
