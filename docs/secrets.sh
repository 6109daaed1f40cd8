#!/bin/sh
# Makes the secrets that docker-compose.yml reads, once: sh docs/secrets.sh [folder, "secrets"]
# What is there already is kept. Only the owner of the folder can reach the files in it; the files
# themselves can be read by the containers' users, whoever those are.
set -eu
folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder"
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
    [ -e "$folder/$1" ] || printf '%s\n' "$2" > "$folder/$1"
    chmod 444 "$folder/$1"
}
for name in postgres_password app_password migrator_password backup_password secret_key scope_key \
    two_step_keys redis_password; do
    keep "$name" "$(random)"
done
keep secret_key_fallbacks ""
keep smtp_password ""
keep database_replica_url ""
keep s3_access_key ""
keep s3_secret_key ""
app=$(cat "$folder/app_password")
redis=$(cat "$folder/redis_password")
keep database_url "postgresql://convenant_app:$app@db:5432/convenant"
keep migration_database_url \
    "postgresql://convenant_migrator:$(cat "$folder/migrator_password")@db:5432/convenant"
keep backup_database_url \
    "postgresql://convenant_backup:$(cat "$folder/backup_password")@db:5432/convenant"
keep pgbouncer_users "\"convenant_app\" \"$app\""
keep redis_url "redis://:$redis@redis:6379/0"
keep redis_conf "requirepass $redis
save \"\"
appendonly no
maxmemory-policy noeviction"
