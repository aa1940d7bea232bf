"""The URL of the database: what is one, and what is shown and kept of it."""

from __future__ import annotations

import pytest

from server.database_url import check_database_url, shown_url, without_password

URLS = [
    pytest.param("postgresql://office@db:5432/ridgekey", "postgresql://office@db:5432/ridgekey", id="plain"),
    pytest.param("postgresql://office:s3cret@db/ridgekey", "postgresql://office@db/ridgekey", id="password"),
    pytest.param(
        "postgresql://office:a%40b:c@db/ridgekey", "postgresql://office@db/ridgekey", id="odd password"
    ),
    pytest.param("postgres:///ridgekey", "postgres:///ridgekey", id="local socket"),
    pytest.param(
        "postgresql+psycopg://db/ridgekey?password=s3cret&sslmode=require",
        "postgresql+psycopg://db/ridgekey?sslmode=require",
        id="password among the parameters",
    ),
    pytest.param(
        "postgresql://db/ridgekey?sslpassword=s3cret&pass%77ord=s3cret&sslkey=k",
        "postgresql://db/ridgekey?sslkey=k",
        id="passwords under other spellings",
    ),
    pytest.param("postgresql://[::1]:5433/ridgekey", "postgresql://[::1]:5433/ridgekey", id="IPv6"),
]


@pytest.mark.parametrize(("url", "kept"), URLS)
def test_what_is_kept_has_no_password(url: str, kept: str) -> None:
    assert check_database_url(url) == url
    assert without_password(url) == kept
    assert shown_url(url) == kept.partition("?")[0]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("sqlite:///file", id="another database"),
        pytest.param("postgresql://office:s3cret@db", id="no database"),
        pytest.param("postgresql://office:s3cret@db/", id="empty database"),
        pytest.param("postgresql://office:s3cret@db:port/ridgekey", id="port that is none"),
        pytest.param("postgresql://[::1/s3cret", id="bracket left open"),
    ],
)
def test_what_is_none_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://USER@HOST:PORT/DATABASE") as refused:
        check_database_url(url)
    assert "s3cret" not in str(refused.value)
