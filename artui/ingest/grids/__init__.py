"""The formats a file may have: each module makes grids of one."""
