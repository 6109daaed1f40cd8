"""The register of releases, for the secretariat, and what a member says of one."""
