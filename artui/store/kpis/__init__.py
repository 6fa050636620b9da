"""What key figures are computed from, in SQL: sums by company, class, segment and currency."""
