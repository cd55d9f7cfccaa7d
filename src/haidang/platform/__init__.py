"""Ground of the house: clock, journal, outbox, idempotency, files, text folding, encrypted fields."""
