"""What is read in a process of its own: formats whose readers a hostile file could exhaust.

Its modules run in a child with an empty environment and limits on memory, time and disk, and import
nothing else of artui. They write each sheet as rows of text, which the parent reads back.
"""
