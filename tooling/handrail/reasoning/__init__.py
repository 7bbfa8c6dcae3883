"""What can happen: reasoning over the model, without disk, clock or YAML."""
