"""Key figures of the receivables: each with its variants, its formula and the rows behind it."""
