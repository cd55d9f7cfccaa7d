"""Procedures that people look for most, by national code (the same in every province); shown where offered."""

CODES = (
    "1.001193",  # birth registration
    "1.000894",  # marriage registration
    "1.004873",  # certificate of marital status
    "2.000815",  # certified copies
    "2.000884",  # certified signatures
    "1.000656",  # death registration
    "1.001612",  # household business registration
    "2.000635",  # copies of civil-status extracts
)
