"""Files of rows for use outside the team: tables shaped like the national data set, and anonymised families."""
