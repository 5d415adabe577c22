"""Intake: files dropped in: columns, plan, receipt, and people who look alike."""
