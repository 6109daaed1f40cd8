"""The product as production runs it: the commands and settings of docker-compose.yml."""
