"""Money that is asked for and comes in: requests, QR codes, gateways, receipts, the double-entry ledger."""
