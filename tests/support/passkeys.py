"""A passkey made of software: answers the server's questions as a device does."""

import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftPasskey:
    """One passkey for one site; `verified=False` is a device that did not ask who holds it."""

    def __init__(self, host: str = "localhost", origin: str | None = None, *, verified=True):
        self.host, self.origin = host, origin or f"https://{host}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.verified = verified
        self.user_handle = ""

    @staticmethod
    def handle_of(name: str) -> str:
        """Return what a device would keep of a person's id."""
        return websafe_encode(name.encode())

    def make(self, options: dict) -> str:
        """Return the device's answer to a question to make a passkey, as the form sends it."""
        public = options["publicKey"]
        self.user_handle = public["user"]["id"]
        data = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        made = AttestationObject.create("none", self._said(ATTESTED, bytes(data)), {})
        client = self._client("webauthn.create", public["challenge"])
        return self._answer(
            {
                "attestationObject": websafe_encode(bytes(made)),
                "clientDataJSON": client.b64,
                "transports": ["internal"],
            },
            {"credProps": {"rk": True}},
        )

    def use(self, options: dict) -> str:
        """Return the device's answer to a question to use it."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        said = bytes(self._said(0))
        signature = self.key.sign(said + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "authenticatorData": websafe_encode(said),
                "clientDataJSON": client.b64,
                "signature": websafe_encode(signature),
                "userHandle": self.user_handle,
            },
            {},
        )

    def _said(self, flags: int, credential: bytes = b"") -> AuthenticatorData:
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        site = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData(site + struct.pack(">BI", flags, 1) + credential)

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(challenge), self.origin)

    def _answer(self, response: dict, extensions: dict) -> str:
        return json.dumps(
            {
                "type": "public-key",
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "clientExtensionResults": extensions,
                "response": response,
            }
        )
