"""A stand-in of the national portal, a process of its own: speaks its protocol strictly, with faults on demand."""
