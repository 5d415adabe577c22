"""Hand-over: many hands on one school's records: invitations, envelopes, acknowledgements, and their questions.

Sealed in the age format to whom they are for, signed by the device they come from. Nothing here judges anybody: where a
question needs its consequence, judging is handed in. Importing this loads no cipher; sealing and unsealing does.
"""
