"""An S3-compatible server as a process of its own: moto's, on loopback, with a bucket for whoever asks."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.free_ports import free_port

STARTING_SECONDS = 120
PAGE = 10
"""So many objects are on one page of a listing, where Amazon has a thousand."""
KEY_ID, SECRET = "canary-key-id", "canary-secret-key"

VARIABLES = {
    "AWS_ACCESS_KEY_ID": KEY_ID,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_REGION": "us-east-1",
    # Nobody is asked who this machine might be in a cloud.
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@dataclass
class S3Server:
    """The server: started, stopped and started again on the one port; what is stored ends with the process.

    Attributes:
        port: where it listens.
        log: where it writes.
    """

    port: int
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Its endpoint."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = Path(sys.executable).parent / "moto_server"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [program, "-H", "127.0.0.1", "-p", str(self.port)],
                env={**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": str(PAGE)},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"no S3 server started: {self.log.read_text()[-500:]}")

    def stop(self) -> None:
        """End it at once, as a machine that fails does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def new_bucket(self) -> str:
        """A bucket of one's own; its name."""
        name = f"ridgekey-{secrets.token_hex(8)}"
        self.client.create_bucket(Bucket=name)
        return name

    @property
    def client(self) -> Any:
        """A client of Amazon's own library, for what a test does behind the product's back."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Everything in a bucket."""
        client = self.client
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    def demand_credentials(self) -> None:
        """Refuse from now on every key that its own IAM has not made; moto asks nobody otherwise."""
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"}
        )
        urllib.request.urlopen(request, timeout=60).close()

    def put(self, bucket: str, key: str, data: bytes) -> None:
        """Store an object, or replace it."""
        self.client.put_object(Bucket=bucket, Key=key, Body=data)

    def refill(self, bucket: str, objects: Mapping[str, bytes]) -> None:
        """Make a bucket again that a restart took away, with what was in it."""
        self.client.create_bucket(Bucket=bucket)
        for key, data in objects.items():
            self.put(bucket, key, data)


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """A server that runs when the block begins, and no longer when it ends."""
    server = S3Server(free_port(), folder / "s3.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One server for the whole run; tests take a bucket each."""
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual variables, so that nothing of whoever runs the tests is used."""
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
