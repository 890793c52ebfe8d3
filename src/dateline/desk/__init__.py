"""Desk: the record in a browser, for the people who check it.

A page is one dataclass (`pages`), built from the store (`views`) and answered as HTML that loads it,
or at the same address with ".json" as JSON. What people change comes in as one dataclass (`forms`),
is checked (`guard`, `accounts`) and done (`actions`). Nothing is loaded from anywhere else.
"""
