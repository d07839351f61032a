"""Lists: answers that gather what a report holds of a kind."""
