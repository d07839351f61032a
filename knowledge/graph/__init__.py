"""A report as what can be asked of it: who was where and when."""
