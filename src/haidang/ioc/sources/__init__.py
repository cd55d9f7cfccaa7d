"""The sectors' data: declared sources, their connectors, deliveries kept as they came, rows with their lineage."""
