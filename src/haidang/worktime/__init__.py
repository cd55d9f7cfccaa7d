"""Working time: calendars, terms and the legal clock of a dossier. Other rooms enter through `api`."""
