"""The scenario through the executable `aws`, which stands beside the Python that runs this script."""

import json
import re
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import scenario

AWS = Path(sys.executable).parent / "aws"
#: How the CLI reports an error of the service, as the last thing it writes.
ERROR = re.compile(
    r"\nAn error occurred \((?P<type>\S+)\) when calling the (?P<operation>\S+) operation"
    r"(?: \(reached max retries: \d+\))?: (?P<message>.*)\n",
    re.DOTALL,
)
#: Where its debug log has the status and the headers of the answer; the CLI shows them nowhere else.
STATUS = re.compile(r" HTTP/1\.1\" (\d{3}) ")
HEADER = re.compile(r"Response headers: .*'x-amzn-requestid': '(?P<id>[^']*)'", re.IGNORECASE)


def call(url, operation, arguments):
    """Runs one command."""
    command = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", operation).lower()
    ended = subprocess.run(
        [AWS, "--debug", "--endpoint-url", url, "connect", command, "--cli-input-json", json.dumps(arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    statuses = STATUS.findall(ended.stderr)
    if not statuses:
        return scenario.Outcome(refused=ended.stderr[-2000:])
    header = HEADER.search(ended.stderr)
    # The CLI has no request id of its own to compare the header with.
    ids = {"request_id": header and header["id"], "header_id": header and header["id"]}
    if ended.returncode == 0:
        return scenario.Outcome(output=with_times(json.loads(ended.stdout or "{}")), **ids)
    error = ERROR.search(ended.stderr[ended.stderr.rfind("\nAn error occurred (") :])
    if error is None or error["operation"] != operation:
        return scenario.Outcome(type="not modeled", message=ended.stderr[-2000:], **ids)
    shown = {"type": error["type"], "message": error["message"], "members": None}
    return scenario.Outcome(**shown, status=int(statuses[-1]), **ids)


def with_times(output):
    """The output with the members that are timestamps by their name as points in time."""
    if not isinstance(output, dict):
        return output
    return {name: time(value) if name.endswith("Timestamp") else with_times(value) for name, value in output.items()}


def time(value):
    """A timestamp as the CLI prints it: a number of seconds, or a date in ISO 8601."""
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, timezone.utc)
    return datetime.fromisoformat(value)


scenario.run("aws-cli", call)
