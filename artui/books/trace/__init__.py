"""The way back from a figure: its rows, its formula with the numbers, and the lines they stand on.

A trace is made of sections of rows. A row says what it adds, where a file or a policy says so, and
what it leads to; a check says whether the rows come to the figure.
"""
