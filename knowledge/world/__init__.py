"""The world outside the reports: its data, and the script that makes what is derived."""
