"""What a person reads at the terminal: claims of a report, the agreement grid of an incident, evidence."""

from dateline.show.claims import show
from dateline.show.evidence import show_comparison
from dateline.show.incidents import show_holders, show_incident, show_list

__all__ = ["show", "show_comparison", "show_holders", "show_incident", "show_list"]
