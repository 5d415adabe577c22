"""What a person sees: blanks on the screen, tables, boards, the window; the only package that knows Qt."""
