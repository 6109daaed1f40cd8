"""Two commands on a bare machine: `python3 manage.py demo` and `python3 manage.py test`.

What they need is Python 3.11 or newer on Linux (glibc) or macOS, and a package index. Everything
else they bring along. Production never uses this package, except `roles.sql` and `database.sql`.

The way a command goes:

1. `bootstrap` builds `.venv` from the hashed lock file (uv when it is on PATH, else pip) and starts
   manage.py again inside it. `.venv/.lock-sha256` remembers the lock, so a second start installs
   nothing. `CONVENANT_NO_VENV=1` skips all this, for containers that bring their own packages.
2. `debian` installs the few system libraries that no wheel brings, when it may.
3. `postgres` and `valkey` start private servers below `.run/`, on free ports of 127.0.0.1, behind
   generated passwords (`secrets.json`, mode 0600). PostgreSQL refuses to run as root; `footing`
   gives it another user without creating one. `DATABASE_URL` or `REDIS_URL` in the environment
   means to the demo: use that server and leave it alone. Tests never touch a server named there.
4. `roles.sql` makes the four database roles and the database, `database.sql` its grants. Operators
   run the same two files in production.
5. `demo` migrates, loads invented companies once, starts the `programs` web, worker and beat, and
   watches them. `testing` runs pytest. `supervisor` starts and ends processes, by their own id.

Where things are:

    .run/install.log    what the installer said
    .run/demo/          env (addresses and keys while it runs), log/, postgres/, media/, mail/
    .run/test/          the same for tests; test-2, test-3 when several test runs overlap

While a demo runs, any other command (`python3 manage.py shell`) works against it, unless
`DATABASE_URL` is set. `PG_BIN` names a folder with other PostgreSQL programs (15 or newer).

This package is standard library only: manage.py imports it before anything is installed, without
importing `convenant`. That is why its modules import each other relatively and nothing else.
"""
