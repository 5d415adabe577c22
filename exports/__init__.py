"""What leaves: rosters to workbooks, as their layouts say; openpyxl, never Qt."""
