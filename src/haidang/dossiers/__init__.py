"""Work: the lifecycle of a dossier, its journal, clock and documents."""
