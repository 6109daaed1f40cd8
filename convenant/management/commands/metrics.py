"""Tell Prometheus how the product is, on an address that the proxy doesn't pass on."""

import signal

from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_http_server

from convenant.observe.metrics import registry


class Command(BaseCommand):
    """`metrics 127.0.0.1:9100` answers until it is stopped."""

    help = "Serve the figures for Prometheus on HOST:PORT, which must not be public."
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take the address."""
        parser.add_argument("address", metavar="HOST:PORT")

    def handle(self, address: str, **options):
        """Serve until a signal comes."""
        host, _, port = address.rpartition(":")
        if not (host and port.isdigit()):
            raise CommandError(f"'{address}' is no address like 127.0.0.1:9100.")
        try:
            server, thread = start_http_server(int(port), host, registry())
        except OSError as fault:
            raise CommandError(f"{address} can't be used: {fault.strerror}.") from fault
        self.stdout.write(f"Figures at http://{address}/metrics until stopped.")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.shutdown())
        thread.join()
