"""From a report's folder to a report that was checked, and back."""
