"""Where files lie, as the environment says: a folder, or a bucket of an S3-compatible store."""

from convenant import env


def store() -> dict:
    """Return Django's description of the store; a choice that is none is a fault."""
    kind = env.text("FILE_STORE", "disk")
    if kind == "s3":
        return bucket()
    if kind != "disk":
        env.note(f"FILE_STORE is '{kind}'; write disk or s3.")
    return {"BACKEND": "convenant.files.disk.WholeFiles"}


def bucket() -> dict:
    """Return the bucket: private, never with an address that others can open."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("S3_BUCKET"),
            "endpoint_url": env.text("S3_ENDPOINT_URL", "") or None,
            "region_name": env.text("S3_REGION", "eu-central-1"),
            "access_key": env.secret("S3_ACCESS_KEY"),
            "secret_key": env.secret("S3_SECRET_KEY"),
            "addressing_style": env.text("S3_ADDRESSING", "auto"),
            "signature_version": "s3v4",
            "default_acl": None,  # the bucket's own policy decides; it must not be public
            "file_overwrite": True,  # names are ours and never somebody else's
            "querystring_auth": True,
            "object_parameters": {"CacheControl": "private, no-store"},
        },
    }
