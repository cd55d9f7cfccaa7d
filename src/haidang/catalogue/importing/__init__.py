"""From files of the national portal to published versions: read, clean, fold, store, report."""
