"""The desk in the browser: a page on this machine, and the calls that it makes. Knows no report."""
