"""What goes to and comes from other systems: delivery of the outbox, the national portal, reconciliation."""
