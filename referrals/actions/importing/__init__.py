"""Every write about the import of a sheet (P3).

`beginning` takes a file and names its columns, `reading` keeps and checks its rows, `reviewing` corrects and answers,
`taking` makes referrals of them, `undoing` takes that back.
"""
