"""Migrations that only a test applies, by MIGRATION_MODULES."""
