"""An S3-compatible server on loopback, in which every file of a test lies."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

BUCKET, REGION = "ketenkompas", "eu-central-1"
KEYS = {"S3_ACCESS_KEY": "sleutel", "S3_SECRET_KEY": "geheim"}


@contextmanager
def running() -> Iterator[str]:
    """Run the server, and tell its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def described(address: str) -> dict[str, str]:
    """Return what an operator sets, but for the keys."""
    return {
        "FILE_STORE": "s3",
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": address,
        "S3_REGION": REGION,
        "S3_ADDRESSING": "path",
    }


def with_bucket(address: str):
    """Make the bucket; return a client of our own, past the product."""
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id=KEYS["S3_ACCESS_KEY"],
        aws_secret_access_key=KEYS["S3_SECRET_KEY"],
    )
    place = {"LocationConstraint": REGION}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    return client


def names_in(client) -> set[str]:
    """Return the names of all that lies in the bucket."""
    return {one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}
