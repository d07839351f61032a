"""What the operator sees of a running process: its health, its figures, its log."""
