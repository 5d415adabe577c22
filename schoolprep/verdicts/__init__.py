"""Verdicts: who may come back, why, and when: judging, explaining, and the school's own rulebook."""
