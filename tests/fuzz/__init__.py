"""Fuzzing: bytes become input, and what comes of them keeps the promises. See README.md."""
