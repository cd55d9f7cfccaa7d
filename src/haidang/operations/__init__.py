"""Front of the operations centre (IOC): indicators, wall, map, explorer, sources."""
