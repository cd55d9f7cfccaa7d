"""The verbs: each is one atomic command on one dossier, through `kernel.perform`."""
