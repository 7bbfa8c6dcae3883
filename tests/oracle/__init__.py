"""A second opinion on every handbook: small, slow, and written without a look at the engine. See README.md."""
