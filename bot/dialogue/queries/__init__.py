"""Questions to what a report holds together, not to one sentence of it: order, number, contrast."""
