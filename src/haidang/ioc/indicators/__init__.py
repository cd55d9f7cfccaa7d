"""Indicators: definitions as versioned data, counted in the lake, and counted again from the journal."""
