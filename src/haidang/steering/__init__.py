"""What leaders steer with: directives and plan tasks, rules of attention, forecasts of open dossiers."""
