from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_DELIVERED: _ClassVar[Outcome]
    OUTCOME_DISCARDED: _ClassVar[Outcome]
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_DELIVERED: Outcome
OUTCOME_DISCARDED: Outcome

class ExchangeRequest(_message.Message):
    __slots__ = ("hello", "proof", "receipt")
    HELLO_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    hello: bytes
    proof: bytes
    receipt: bytes
    def __init__(self, hello: _Optional[bytes] = ..., proof: _Optional[bytes] = ..., receipt: _Optional[bytes] = ...) -> None: ...

class ExchangeResponse(_message.Message):
    __slots__ = ("challenge", "accept", "chunk")
    CHALLENGE_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    challenge: bytes
    accept: bytes
    chunk: Chunk
    def __init__(self, challenge: _Optional[bytes] = ..., accept: _Optional[bytes] = ..., chunk: _Optional[_Union[Chunk, _Mapping]] = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ("versions", "suites", "inner_ciphers", "request_id", "user", "image", "client_random", "generation", "model_digests", "mark", "checkpoint", "mlkem_encapsulation_key", "x25519_public_key")
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    SUITES_FIELD_NUMBER: _ClassVar[int]
    INNER_CIPHERS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    CLIENT_RANDOM_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    MODEL_DIGESTS_FIELD_NUMBER: _ClassVar[int]
    MARK_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    MLKEM_ENCAPSULATION_KEY_FIELD_NUMBER: _ClassVar[int]
    X25519_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    versions: _containers.RepeatedScalarFieldContainer[int]
    suites: _containers.RepeatedScalarFieldContainer[str]
    inner_ciphers: _containers.RepeatedScalarFieldContainer[str]
    request_id: bytes
    user: int
    image: str
    client_random: bytes
    generation: int
    model_digests: _containers.RepeatedScalarFieldContainer[bytes]
    mark: int
    checkpoint: CheckpointReference
    mlkem_encapsulation_key: bytes
    x25519_public_key: bytes
    def __init__(self, versions: _Optional[_Iterable[int]] = ..., suites: _Optional[_Iterable[str]] = ..., inner_ciphers: _Optional[_Iterable[str]] = ..., request_id: _Optional[bytes] = ..., user: _Optional[int] = ..., image: _Optional[str] = ..., client_random: _Optional[bytes] = ..., generation: _Optional[int] = ..., model_digests: _Optional[_Iterable[bytes]] = ..., mark: _Optional[int] = ..., checkpoint: _Optional[_Union[CheckpointReference, _Mapping]] = ..., mlkem_encapsulation_key: _Optional[bytes] = ..., x25519_public_key: _Optional[bytes] = ...) -> None: ...

class CheckpointReference(_message.Message):
    __slots__ = ("log_id", "size", "root")
    LOG_ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    log_id: bytes
    size: int
    root: bytes
    def __init__(self, log_id: _Optional[bytes] = ..., size: _Optional[int] = ..., root: _Optional[bytes] = ...) -> None: ...

class Challenge(_message.Message):
    __slots__ = ("version", "suite", "inner_cipher", "server_random", "n", "generation", "finger", "key_source", "verification", "model_digest", "mlkem_ciphertext", "x25519_public_key", "verifier_digest")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SUITE_FIELD_NUMBER: _ClassVar[int]
    INNER_CIPHER_FIELD_NUMBER: _ClassVar[int]
    SERVER_RANDOM_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FINGER_FIELD_NUMBER: _ClassVar[int]
    KEY_SOURCE_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    MODEL_DIGEST_FIELD_NUMBER: _ClassVar[int]
    MLKEM_CIPHERTEXT_FIELD_NUMBER: _ClassVar[int]
    X25519_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_DIGEST_FIELD_NUMBER: _ClassVar[int]
    version: int
    suite: str
    inner_cipher: str
    server_random: bytes
    n: int
    generation: int
    finger: int
    key_source: str
    verification: str
    model_digest: bytes
    mlkem_ciphertext: bytes
    x25519_public_key: bytes
    verifier_digest: bytes
    def __init__(self, version: _Optional[int] = ..., suite: _Optional[str] = ..., inner_cipher: _Optional[str] = ..., server_random: _Optional[bytes] = ..., n: _Optional[int] = ..., generation: _Optional[int] = ..., finger: _Optional[int] = ..., key_source: _Optional[str] = ..., verification: _Optional[str] = ..., model_digest: _Optional[bytes] = ..., mlkem_ciphertext: _Optional[bytes] = ..., x25519_public_key: _Optional[bytes] = ..., verifier_digest: _Optional[bytes] = ...) -> None: ...

class Proof(_message.Message):
    __slots__ = ("mac",)
    MAC_FIELD_NUMBER: _ClassVar[int]
    mac: bytes
    def __init__(self, mac: _Optional[bytes] = ...) -> None: ...

class Accept(_message.Message):
    __slots__ = ("attempt", "mac", "commitment", "sealed_manifest", "checkpoint", "consistency_proof")
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    MAC_FIELD_NUMBER: _ClassVar[int]
    COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    SEALED_MANIFEST_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    CONSISTENCY_PROOF_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    mac: bytes
    commitment: bytes
    sealed_manifest: bytes
    checkpoint: bytes
    consistency_proof: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, attempt: _Optional[int] = ..., mac: _Optional[bytes] = ..., commitment: _Optional[bytes] = ..., sealed_manifest: _Optional[bytes] = ..., checkpoint: _Optional[bytes] = ..., consistency_proof: _Optional[_Iterable[bytes]] = ...) -> None: ...

class Chunk(_message.Message):
    __slots__ = ("index", "last", "sealed")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    SEALED_FIELD_NUMBER: _ClassVar[int]
    index: int
    last: bool
    sealed: bytes
    def __init__(self, index: _Optional[int] = ..., last: _Optional[bool] = ..., sealed: _Optional[bytes] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("outcome", "chunk_count", "mac")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    CHUNK_COUNT_FIELD_NUMBER: _ClassVar[int]
    MAC_FIELD_NUMBER: _ClassVar[int]
    outcome: Outcome
    chunk_count: int
    mac: bytes
    def __init__(self, outcome: _Optional[_Union[Outcome, str]] = ..., chunk_count: _Optional[int] = ..., mac: _Optional[bytes] = ...) -> None: ...

class ListImagesRequest(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: int
    def __init__(self, user: _Optional[int] = ...) -> None: ...

class ListImagesResponse(_message.Message):
    __slots__ = ("images",)
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[ImageSummary]
    def __init__(self, images: _Optional[_Iterable[_Union[ImageSummary, _Mapping]]] = ...) -> None: ...

class ImageSummary(_message.Message):
    __slots__ = ("image", "size", "media_type")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    image: str
    size: int
    media_type: str
    def __init__(self, image: _Optional[str] = ..., size: _Optional[int] = ..., media_type: _Optional[str] = ...) -> None: ...

class PingRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PingResponse(_message.Message):
    __slots__ = ("release", "time_us", "tls_group")
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    TLS_GROUP_FIELD_NUMBER: _ClassVar[int]
    release: str
    time_us: int
    tls_group: str
    def __init__(self, release: _Optional[str] = ..., time_us: _Optional[int] = ..., tls_group: _Optional[str] = ...) -> None: ...

class RenewCertificateRequest(_message.Message):
    __slots__ = ("request", "force")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    request: bytes
    force: bool
    def __init__(self, request: _Optional[bytes] = ..., force: _Optional[bool] = ...) -> None: ...

class RenewCertificateResponse(_message.Message):
    __slots__ = ("admission",)
    ADMISSION_FIELD_NUMBER: _ClassVar[int]
    admission: bytes
    def __init__(self, admission: _Optional[bytes] = ...) -> None: ...
