"""Words that have broken other programs: SQL and shell for a value, paths for a name."""

from __future__ import annotations

INJECTIONS = {
    "always true": "' OR '1'='1",
    "second statement": "x'; DROP TABLE audit; --",
    "second statement, double quotes": 'x"; DELETE FROM counter; --',
    "union": "x' UNION SELECT uri, name FROM branch --",
    "comment": "xray-7'/*",
    "stacked": "1; UPDATE counter SET n = 0; --",
    "PostgreSQL's quotes": "$$; TRUNCATE audit; $$",
    "parameter marks": "? :user %s %(user)s $1",
    "LIKE": "%_",
    "backslash": "\\' OR 1=1 --",
    "wide quote": "x\u02bc; DROP TABLE audit; --",
    "shell": "$(touch owned)`touch owned`; touch owned",
    "format": "{0.__class__} %n%n%n",
    "number as text": "17 OR 1=1",
}

NAMES = {
    "up": "../scan-1",
    "far up": "../../../../etc/passwd",
    "absolute": "/etc/passwd",
    "inside": "images/scan-1",
    "only dots": "..",
    "dot": ".",
    "backslash": "..\\scan-1",
    "percent": "%2e%2e%2fscan-1",
    "NUL": "scan-1\0.png",
    "line end": "scan-1\n",
    "leaders for dots": "\u2025/scan-1",
    "fullwidth dots": "\uff0e\uff0e/scan-1",
    "fullwidth letters": "\uff53can-1",
    "division slash": "..\u2215scan-1",
    "right to left": "scan\u202e1-",
    "device": "/dev/zero",
    "process": "/proc/self/environ",
    "empty": "",
    "very long": "a" * 5000,
}
