"""Handrail: safety procedures as workflows, checked and published."""

__version__ = "0.1.0"
