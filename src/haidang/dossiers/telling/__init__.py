"""What citizens are told of their dossiers: which acts, in which words, to whom."""
