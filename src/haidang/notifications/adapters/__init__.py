"""Carries parcels to one kind of provider each; only these talk to the outside."""
