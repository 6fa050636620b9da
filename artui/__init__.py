"""artui: accounts-receivable collections in the terminal."""

__version__ = "0.1.0"
