"""Sample sources: made-up data of the sectors, seeded and marked as samples, and a site that serves it."""

SAMPLE_HOST = "nganh-mau.invalid"
"""A name that no host can have (RFC 2606): what is asked of it is made in this process."""
