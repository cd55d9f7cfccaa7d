"""Tools: published internal processes and the steps that they open; never heard of a dossier."""
