"""Carries the outbox to partners: lanes held one worker at a time, retries, refusals, figures. Knows no partner."""
