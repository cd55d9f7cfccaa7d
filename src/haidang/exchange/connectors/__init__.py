"""What is particular to a partner, as data: names of services, limits, code maps; one file a connector."""
