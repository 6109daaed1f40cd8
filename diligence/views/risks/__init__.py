"""The pages of the register of risks."""
