import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetDeploymentRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDeploymentResponse(_message.Message):
    __slots__ = ("trust_domain", "first_user", "last_user", "max_image_bytes", "max_request_bytes", "max_deadline_seconds")
    TRUST_DOMAIN_FIELD_NUMBER: _ClassVar[int]
    FIRST_USER_FIELD_NUMBER: _ClassVar[int]
    LAST_USER_FIELD_NUMBER: _ClassVar[int]
    MAX_IMAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_REQUEST_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_DEADLINE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    trust_domain: str
    first_user: int
    last_user: int
    max_image_bytes: int
    max_request_bytes: int
    max_deadline_seconds: float
    def __init__(self, trust_domain: _Optional[str] = ..., first_user: _Optional[int] = ..., last_user: _Optional[int] = ..., max_image_bytes: _Optional[int] = ..., max_request_bytes: _Optional[int] = ..., max_deadline_seconds: _Optional[float] = ...) -> None: ...

class GetStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetStatusResponse(_message.Message):
    __slots__ = ("address", "home", "schema_revision", "branches", "users", "images", "audit_rows")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    HOME_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_REVISION_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    AUDIT_ROWS_FIELD_NUMBER: _ClassVar[int]
    address: str
    home: str
    schema_revision: str
    branches: int
    users: int
    images: int
    audit_rows: int
    def __init__(self, address: _Optional[str] = ..., home: _Optional[str] = ..., schema_revision: _Optional[str] = ..., branches: _Optional[int] = ..., users: _Optional[int] = ..., images: _Optional[int] = ..., audit_rows: _Optional[int] = ...) -> None: ...

class GetSettingsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSettingsResponse(_message.Message):
    __slots__ = ("json",)
    JSON_FIELD_NUMBER: _ClassVar[int]
    json: str
    def __init__(self, json: _Optional[str] = ...) -> None: ...

class Branch(_message.Message):
    __slots__ = ("name", "uri", "certificate_sha256", "status", "approved_at", "certificate_expires_at")
    NAME_FIELD_NUMBER: _ClassVar[int]
    URI_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_SHA256_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    name: str
    uri: str
    certificate_sha256: bytes
    status: str
    approved_at: _timestamp_pb2.Timestamp
    certificate_expires_at: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., uri: _Optional[str] = ..., certificate_sha256: _Optional[bytes] = ..., status: _Optional[str] = ..., approved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., certificate_expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ApproveBranchRequest(_message.Message):
    __slots__ = ("request_file", "reason", "renew")
    REQUEST_FILE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RENEW_FIELD_NUMBER: _ClassVar[int]
    request_file: bytes
    reason: str
    renew: bool
    def __init__(self, request_file: _Optional[bytes] = ..., reason: _Optional[str] = ..., renew: _Optional[bool] = ...) -> None: ...

class ApproveBranchResponse(_message.Message):
    __slots__ = ("admission_file",)
    ADMISSION_FILE_FIELD_NUMBER: _ClassVar[int]
    admission_file: bytes
    def __init__(self, admission_file: _Optional[bytes] = ...) -> None: ...

class ListBranchesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListBranchesResponse(_message.Message):
    __slots__ = ("branches",)
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    branches: _containers.RepeatedCompositeFieldContainer[Branch]
    def __init__(self, branches: _Optional[_Iterable[_Union[Branch, _Mapping]]] = ...) -> None: ...

class GetBranchRequest(_message.Message):
    __slots__ = ("branch",)
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    branch: str
    def __init__(self, branch: _Optional[str] = ...) -> None: ...

class GetBranchResponse(_message.Message):
    __slots__ = ("branch", "users", "renewed")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    RENEWED_FIELD_NUMBER: _ClassVar[int]
    branch: Branch
    users: _containers.RepeatedScalarFieldContainer[int]
    renewed: RenewedCertificate
    def __init__(self, branch: _Optional[_Union[Branch, _Mapping]] = ..., users: _Optional[_Iterable[int]] = ..., renewed: _Optional[_Union[RenewedCertificate, _Mapping]] = ...) -> None: ...

class RenewedCertificate(_message.Message):
    __slots__ = ("certificate_sha256", "certificate_expires_at", "issued_at")
    CERTIFICATE_SHA256_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    certificate_sha256: bytes
    certificate_expires_at: _timestamp_pb2.Timestamp
    issued_at: _timestamp_pb2.Timestamp
    def __init__(self, certificate_sha256: _Optional[bytes] = ..., certificate_expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ChangeBranchStatusRequest(_message.Message):
    __slots__ = ("branch", "status", "reason")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    branch: str
    status: str
    reason: str
    def __init__(self, branch: _Optional[str] = ..., status: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ChangeBranchStatusResponse(_message.Message):
    __slots__ = ("branch",)
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    branch: Branch
    def __init__(self, branch: _Optional[_Union[Branch, _Mapping]] = ...) -> None: ...

class User(_message.Message):
    __slots__ = ("user", "status", "generation", "enrolment", "fingers", "branches", "locked_at")
    USER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_FIELD_NUMBER: _ClassVar[int]
    FINGERS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    LOCKED_AT_FIELD_NUMBER: _ClassVar[int]
    user: int
    status: str
    generation: int
    enrolment: str
    fingers: _containers.RepeatedScalarFieldContainer[int]
    branches: _containers.RepeatedScalarFieldContainer[str]
    locked_at: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, user: _Optional[int] = ..., status: _Optional[str] = ..., generation: _Optional[int] = ..., enrolment: _Optional[str] = ..., fingers: _Optional[_Iterable[int]] = ..., branches: _Optional[_Iterable[str]] = ..., locked_at: _Optional[_Iterable[str]] = ...) -> None: ...

class Generation(_message.Message):
    __slots__ = ("user", "generation", "status", "model_digest", "fingers", "enrolled_at")
    USER_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    MODEL_DIGEST_FIELD_NUMBER: _ClassVar[int]
    FINGERS_FIELD_NUMBER: _ClassVar[int]
    ENROLLED_AT_FIELD_NUMBER: _ClassVar[int]
    user: int
    generation: int
    status: str
    model_digest: bytes
    fingers: _containers.RepeatedScalarFieldContainer[int]
    enrolled_at: _timestamp_pb2.Timestamp
    def __init__(self, user: _Optional[int] = ..., generation: _Optional[int] = ..., status: _Optional[str] = ..., model_digest: _Optional[bytes] = ..., fingers: _Optional[_Iterable[int]] = ..., enrolled_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AddUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class AddUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class ListUsersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListUsersResponse(_message.Message):
    __slots__ = ("users",)
    USERS_FIELD_NUMBER: _ClassVar[int]
    users: _containers.RepeatedCompositeFieldContainer[User]
    def __init__(self, users: _Optional[_Iterable[_Union[User, _Mapping]]] = ...) -> None: ...

class GetUserRequest(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: int
    def __init__(self, user: _Optional[int] = ...) -> None: ...

class GetUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class GrantUserRequest(_message.Message):
    __slots__ = ("user", "branch", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    branch: str
    reason: str
    def __init__(self, user: _Optional[int] = ..., branch: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class GrantUserResponse(_message.Message):
    __slots__ = ("generation", "enrolment_file")
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_FILE_FIELD_NUMBER: _ClassVar[int]
    generation: int
    enrolment_file: bytes
    def __init__(self, generation: _Optional[int] = ..., enrolment_file: _Optional[bytes] = ...) -> None: ...

class UngrantUserRequest(_message.Message):
    __slots__ = ("user", "branch", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    branch: str
    reason: str
    def __init__(self, user: _Optional[int] = ..., branch: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class UngrantUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class ExitUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ExitUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class ReadmitUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ReadmitUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class UnlockUserRequest(_message.Message):
    __slots__ = ("user", "branch", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    branch: str
    reason: str
    def __init__(self, user: _Optional[int] = ..., branch: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class UnlockUserResponse(_message.Message):
    __slots__ = ("branches",)
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    branches: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, branches: _Optional[_Iterable[str]] = ...) -> None: ...

class ActivateGenerationRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ActivateGenerationResponse(_message.Message):
    __slots__ = ("generation",)
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    generation: Generation
    def __init__(self, generation: _Optional[_Union[Generation, _Mapping]] = ...) -> None: ...

class ChangeGenerationRequest(_message.Message):
    __slots__ = ("user", "generation", "status", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    generation: int
    status: str
    reason: str
    def __init__(self, user: _Optional[int] = ..., generation: _Optional[int] = ..., status: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ChangeGenerationResponse(_message.Message):
    __slots__ = ("generation",)
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    generation: Generation
    def __init__(self, generation: _Optional[_Union[Generation, _Mapping]] = ...) -> None: ...

class PreviewForgettingRequest(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: int
    def __init__(self, user: _Optional[int] = ...) -> None: ...

class PreviewForgettingResponse(_message.Message):
    __slots__ = ("generations",)
    GENERATIONS_FIELD_NUMBER: _ClassVar[int]
    generations: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, generations: _Optional[_Iterable[int]] = ...) -> None: ...

class ForgetUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ForgetUserResponse(_message.Message):
    __slots__ = ("generations",)
    GENERATIONS_FIELD_NUMBER: _ClassVar[int]
    generations: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, generations: _Optional[_Iterable[int]] = ...) -> None: ...

class Release(_message.Message):
    __slots__ = ("everyone", "users", "branches")
    EVERYONE_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    everyone: bool
    users: _containers.RepeatedScalarFieldContainer[int]
    branches: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, everyone: _Optional[bool] = ..., users: _Optional[_Iterable[int]] = ..., branches: _Optional[_Iterable[str]] = ...) -> None: ...

class Image(_message.Message):
    __slots__ = ("image", "size", "media_type", "stored_at", "release", "removal")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    STORED_AT_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REMOVAL_FIELD_NUMBER: _ClassVar[int]
    image: str
    size: int
    media_type: str
    stored_at: _timestamp_pb2.Timestamp
    release: Release
    removal: Removal
    def __init__(self, image: _Optional[str] = ..., size: _Optional[int] = ..., media_type: _Optional[str] = ..., stored_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., release: _Optional[_Union[Release, _Mapping]] = ..., removal: _Optional[_Union[Removal, _Mapping]] = ...) -> None: ...

class Removal(_message.Message):
    __slots__ = ("at", "reason")
    AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    reason: str
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class PutImageRequest(_message.Message):
    __slots__ = ("header", "chunk")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    header: PutImageHeader
    chunk: bytes
    def __init__(self, header: _Optional[_Union[PutImageHeader, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class PutImageHeader(_message.Message):
    __slots__ = ("image", "size", "release", "reason", "dry_run")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    image: str
    size: int
    release: Release
    reason: str
    dry_run: bool
    def __init__(self, image: _Optional[str] = ..., size: _Optional[int] = ..., release: _Optional[_Union[Release, _Mapping]] = ..., reason: _Optional[str] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class PutImageResponse(_message.Message):
    __slots__ = ("image", "is_new")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    IS_NEW_FIELD_NUMBER: _ClassVar[int]
    image: Image
    is_new: bool
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ..., is_new: _Optional[bool] = ...) -> None: ...

class ListAllImagesRequest(_message.Message):
    __slots__ = ("removed",)
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    removed: bool
    def __init__(self, removed: _Optional[bool] = ...) -> None: ...

class ListAllImagesResponse(_message.Message):
    __slots__ = ("images",)
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[Image]
    def __init__(self, images: _Optional[_Iterable[_Union[Image, _Mapping]]] = ...) -> None: ...

class GetImageRequest(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: str
    def __init__(self, image: _Optional[str] = ...) -> None: ...

class GetImageResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: Image
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class ReleaseImageRequest(_message.Message):
    __slots__ = ("image", "release", "reason")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    image: str
    release: Release
    reason: str
    def __init__(self, image: _Optional[str] = ..., release: _Optional[_Union[Release, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class ReleaseImageResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: Image
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class PreviewRemovalRequest(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: str
    def __init__(self, image: _Optional[str] = ...) -> None: ...

class PreviewRemovalResponse(_message.Message):
    __slots__ = ("image", "step")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    image: Image
    step: str
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ..., step: _Optional[str] = ...) -> None: ...

class RemoveImageRequest(_message.Message):
    __slots__ = ("image", "reason")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    image: str
    reason: str
    def __init__(self, image: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RemoveImageResponse(_message.Message):
    __slots__ = ("image", "step")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    image: Image
    step: str
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ..., step: _Optional[str] = ...) -> None: ...

class CheckReleaseRequest(_message.Message):
    __slots__ = ("release",)
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    release: Release
    def __init__(self, release: _Optional[_Union[Release, _Mapping]] = ...) -> None: ...

class CheckReleaseResponse(_message.Message):
    __slots__ = ("release",)
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    release: Release
    def __init__(self, release: _Optional[_Union[Release, _Mapping]] = ...) -> None: ...

class GetCounterRequest(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: int
    def __init__(self, user: _Optional[int] = ...) -> None: ...

class GetCounterResponse(_message.Message):
    __slots__ = ("user", "n", "epoch", "counter", "next_finger")
    USER_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    NEXT_FINGER_FIELD_NUMBER: _ClassVar[int]
    user: int
    n: int
    epoch: int
    counter: int
    next_finger: int
    def __init__(self, user: _Optional[int] = ..., n: _Optional[int] = ..., epoch: _Optional[int] = ..., counter: _Optional[int] = ..., next_finger: _Optional[int] = ...) -> None: ...

class AuditQuery(_message.Message):
    __slots__ = ("after", "event", "user", "actor")
    AFTER_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    after: int
    event: str
    user: int
    actor: str
    def __init__(self, after: _Optional[int] = ..., event: _Optional[str] = ..., user: _Optional[int] = ..., actor: _Optional[str] = ...) -> None: ...

class AuditRow(_message.Message):
    __slots__ = ("seq", "time", "actor", "event", "user", "image", "n", "generation", "finger", "request_id", "attempt", "suite", "inner_cipher", "tls_group", "reason", "count", "size", "duration", "leaf_hash")
    SEQ_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FINGER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    SUITE_FIELD_NUMBER: _ClassVar[int]
    INNER_CIPHER_FIELD_NUMBER: _ClassVar[int]
    TLS_GROUP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    seq: int
    time: _timestamp_pb2.Timestamp
    actor: str
    event: str
    user: int
    image: str
    n: int
    generation: int
    finger: int
    request_id: bytes
    attempt: int
    suite: str
    inner_cipher: str
    tls_group: str
    reason: str
    count: int
    size: int
    duration: float
    leaf_hash: bytes
    def __init__(self, seq: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor: _Optional[str] = ..., event: _Optional[str] = ..., user: _Optional[int] = ..., image: _Optional[str] = ..., n: _Optional[int] = ..., generation: _Optional[int] = ..., finger: _Optional[int] = ..., request_id: _Optional[bytes] = ..., attempt: _Optional[int] = ..., suite: _Optional[str] = ..., inner_cipher: _Optional[str] = ..., tls_group: _Optional[str] = ..., reason: _Optional[str] = ..., count: _Optional[int] = ..., size: _Optional[int] = ..., duration: _Optional[float] = ..., leaf_hash: _Optional[bytes] = ...) -> None: ...

class TailAuditRequest(_message.Message):
    __slots__ = ("rows", "query")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    rows: int
    query: AuditQuery
    def __init__(self, rows: _Optional[int] = ..., query: _Optional[_Union[AuditQuery, _Mapping]] = ...) -> None: ...

class TailAuditResponse(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[AuditRow]
    def __init__(self, rows: _Optional[_Iterable[_Union[AuditRow, _Mapping]]] = ...) -> None: ...

class ReadAuditRequest(_message.Message):
    __slots__ = ("rows", "query")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    rows: int
    query: AuditQuery
    def __init__(self, rows: _Optional[int] = ..., query: _Optional[_Union[AuditQuery, _Mapping]] = ...) -> None: ...

class ReadAuditResponse(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[AuditRow]
    def __init__(self, rows: _Optional[_Iterable[_Union[AuditRow, _Mapping]]] = ...) -> None: ...

class VerifyAuditRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VerifyAuditResponse(_message.Message):
    __slots__ = ("ok", "rows", "checkpoints", "first_bad")
    OK_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINTS_FIELD_NUMBER: _ClassVar[int]
    FIRST_BAD_FIELD_NUMBER: _ClassVar[int]
    ok: bool
    rows: int
    checkpoints: int
    first_bad: int
    def __init__(self, ok: _Optional[bool] = ..., rows: _Optional[int] = ..., checkpoints: _Optional[int] = ..., first_bad: _Optional[int] = ...) -> None: ...

class ProveInclusionRequest(_message.Message):
    __slots__ = ("row",)
    ROW_FIELD_NUMBER: _ClassVar[int]
    row: int
    def __init__(self, row: _Optional[int] = ...) -> None: ...

class ProveInclusionResponse(_message.Message):
    __slots__ = ("row", "leaf_hash", "path", "checkpoint")
    ROW_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    row: int
    leaf_hash: bytes
    path: _containers.RepeatedScalarFieldContainer[bytes]
    checkpoint: bytes
    def __init__(self, row: _Optional[int] = ..., leaf_hash: _Optional[bytes] = ..., path: _Optional[_Iterable[bytes]] = ..., checkpoint: _Optional[bytes] = ...) -> None: ...

class CompareWitnessRequest(_message.Message):
    __slots__ = ("checkpoint",)
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: bytes
    def __init__(self, checkpoint: _Optional[bytes] = ...) -> None: ...

class CompareWitnessResponse(_message.Message):
    __slots__ = ("holds",)
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    holds: bool
    def __init__(self, holds: _Optional[bool] = ...) -> None: ...

class WriteCheckpointRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WriteCheckpointResponse(_message.Message):
    __slots__ = ("checkpoint",)
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: bytes
    def __init__(self, checkpoint: _Optional[bytes] = ...) -> None: ...
