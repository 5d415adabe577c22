"""The class grid (班级录入): a class on one screen, spreadsheet keys, filed as one act."""
