#!/bin/sh
# Runs once, when the database container starts with an empty volume: the roles and the database.
set -eu
CONVENANT_APP_PASSWORD=$(cat /run/secrets/app_password)
CONVENANT_MIGRATOR_PASSWORD=$(cat /run/secrets/migrator_password)
CONVENANT_BACKUP_PASSWORD=$(cat /run/secrets/backup_password)
export CONVENANT_APP_PASSWORD CONVENANT_MIGRATOR_PASSWORD CONVENANT_BACKUP_PASSWORD
psql -X -v ON_ERROR_STOP=1 -U postgres -d postgres -f /setup/roles.sql
