"""Stand-in of a payment gateway for demonstrations and tests: it shares nothing with the house that calls it."""
