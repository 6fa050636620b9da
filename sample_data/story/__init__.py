"""The pieces of the sample's story, in the order they run.

`weeks` says when, `cast` who, `work` what was billed, `fates` when it closes, `causes` why it is
late, `settlement` which money closes it, `credit` what limit it meets; `ledger` keeps the balance
and `exports` and `open_items` write the files.
"""
