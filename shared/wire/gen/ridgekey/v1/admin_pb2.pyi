import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetStatusResponse(_message.Message):
    __slots__ = ("release", "serving", "schema_revision")
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    SERVING_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_REVISION_FIELD_NUMBER: _ClassVar[int]
    release: str
    serving: bool
    schema_revision: str
    def __init__(self, release: _Optional[str] = ..., serving: _Optional[bool] = ..., schema_revision: _Optional[str] = ...) -> None: ...

class ApproveBranchRequest(_message.Message):
    __slots__ = ("request_file", "fingerprint", "reason")
    REQUEST_FILE_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_file: bytes
    fingerprint: bytes
    reason: str
    def __init__(self, request_file: _Optional[bytes] = ..., fingerprint: _Optional[bytes] = ..., reason: _Optional[str] = ...) -> None: ...

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

class Branch(_message.Message):
    __slots__ = ("name", "status", "approved_at", "certificate_expires_at")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    name: str
    status: str
    approved_at: _timestamp_pb2.Timestamp
    certificate_expires_at: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., status: _Optional[str] = ..., approved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., certificate_expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AddUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class AddUserResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListUsersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListUsersResponse(_message.Message):
    __slots__ = ("users",)
    USERS_FIELD_NUMBER: _ClassVar[int]
    users: _containers.RepeatedCompositeFieldContainer[User]
    def __init__(self, users: _Optional[_Iterable[_Union[User, _Mapping]]] = ...) -> None: ...

class User(_message.Message):
    __slots__ = ("user", "status", "generation", "fingers", "branches")
    USER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FINGERS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    user: int
    status: str
    generation: int
    fingers: _containers.RepeatedScalarFieldContainer[str]
    branches: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, user: _Optional[int] = ..., status: _Optional[str] = ..., generation: _Optional[int] = ..., fingers: _Optional[_Iterable[str]] = ..., branches: _Optional[_Iterable[str]] = ...) -> None: ...

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
    __slots__ = ("enrolment_file",)
    ENROLMENT_FILE_FIELD_NUMBER: _ClassVar[int]
    enrolment_file: bytes
    def __init__(self, enrolment_file: _Optional[bytes] = ...) -> None: ...

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
    __slots__ = ()
    def __init__(self) -> None: ...

class ExitUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ExitUserResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ReadmitUserRequest(_message.Message):
    __slots__ = ("user", "reason")
    USER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    user: int
    reason: str
    def __init__(self, user: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ReadmitUserResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListAllImagesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListAllImagesResponse(_message.Message):
    __slots__ = ("images",)
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[Image]
    def __init__(self, images: _Optional[_Iterable[_Union[Image, _Mapping]]] = ...) -> None: ...

class Image(_message.Message):
    __slots__ = ("image", "size", "media_type", "everyone", "users", "branches")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    EVERYONE_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    image: str
    size: int
    media_type: str
    everyone: bool
    users: _containers.RepeatedScalarFieldContainer[int]
    branches: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, image: _Optional[str] = ..., size: _Optional[int] = ..., media_type: _Optional[str] = ..., everyone: _Optional[bool] = ..., users: _Optional[_Iterable[int]] = ..., branches: _Optional[_Iterable[str]] = ...) -> None: ...

class GetCounterRequest(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: int
    def __init__(self, user: _Optional[int] = ...) -> None: ...

class GetCounterResponse(_message.Message):
    __slots__ = ("n", "epoch", "counter", "next_finger")
    N_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    NEXT_FINGER_FIELD_NUMBER: _ClassVar[int]
    n: int
    epoch: int
    counter: int
    next_finger: str
    def __init__(self, n: _Optional[int] = ..., epoch: _Optional[int] = ..., counter: _Optional[int] = ..., next_finger: _Optional[str] = ...) -> None: ...

class TailAuditRequest(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: int
    def __init__(self, rows: _Optional[int] = ...) -> None: ...

class TailAuditResponse(_message.Message):
    __slots__ = ("seq", "time", "actor", "event", "user", "image", "n", "reason")
    SEQ_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    seq: int
    time: _timestamp_pb2.Timestamp
    actor: str
    event: str
    user: int
    image: str
    n: int
    reason: str
    def __init__(self, seq: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor: _Optional[str] = ..., event: _Optional[str] = ..., user: _Optional[int] = ..., image: _Optional[str] = ..., n: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class VerifyAuditRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VerifyAuditResponse(_message.Message):
    __slots__ = ("ok", "rows", "first_bad")
    OK_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    FIRST_BAD_FIELD_NUMBER: _ClassVar[int]
    ok: bool
    rows: int
    first_bad: int
    def __init__(self, ok: _Optional[bool] = ..., rows: _Optional[int] = ..., first_bad: _Optional[int] = ...) -> None: ...
