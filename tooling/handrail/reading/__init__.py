"""What was written: from files to one frozen Handbook."""
