"""Watches over indicators: thresholds, data gone stale, values out of the ordinary. They raise alerts and end them."""
