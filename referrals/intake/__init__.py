"""The public forms, step by step: `steps` says which, `professional` and `family` ask, `build` makes a submission.

Answers stand on the server only, in a `Draft` found by a token in the address; nothing is kept on the device (P12).
"""
