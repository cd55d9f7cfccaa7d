"""Who: agencies through time, people, officers, roles, sign-in, office calendars."""
