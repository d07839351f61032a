"""Formats that need a library to be read: HTML, PDF, DOCX, a module each with a `read`, imported
when a file of its format comes.
"""
