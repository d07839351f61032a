"""The operator's view of a running process: how it stands, its log, and what it tells over HTTP. Knows no report and no message."""
