"""The operations centre: the event lake, the sectors' data, indicators with targets, alerts."""
