"""What changed between two handbooks, who is affected, which scenarios pass."""
