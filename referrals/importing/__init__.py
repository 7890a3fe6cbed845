"""A referrals spreadsheet becomes referrals, or a report that says by row and column what is wrong (P3).

`columns` names the sheet's headings, `cells` reads one cell, `rows` makes a row a submission, `run` imports a file.
"""
