"""Forecasts of open dossiers: which will miss their due dates, and why that is thought."""
