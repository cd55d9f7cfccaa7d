"""Real provinces as data: agencies, calendar, procedures, processes and forms."""
