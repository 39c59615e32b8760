"""Plays the steps of scenario.json through one client and compares what comes back.

A client is one function: it makes one call and tells its outcome. It is run with the path of the table, the
URL of the service and the URL of the server of faults, and prints `ok NAME` or `FAIL NAME expected ... got ...`
for each step.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass
class Outcome:
    """How a call ended: with an output, with an error of the service, or before anything was sent."""

    output: dict | None = None
    #: The name of the client's own class for the error, and what it says.
    type: str | None = None
    status: int | None = None
    message: str | None = None
    #: The members of the error, or None if the client does not show them.
    members: dict | None = field(default_factory=dict)
    #: The request id as the client shows it, and as the header has it.
    request_id: str | None = None
    header_id: str | None = None
    #: Why the client did not send the request.
    refused: str | None = None


def run(client, call):
    """Plays all steps through `call(url, operation, input)`; the exit status is 1 if one of them failed."""
    path, service, faults = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        table = json.load(file)
    urls = {"service": service, "faults": faults}
    contact, failed = "", False
    for step in table["steps"]:
        step = with_contact({**table["defaults"], **step}, contact)
        try:
            outcome = call(urls[step["server"]], step["operation"], request(step))
            wrong = difference(client, step, outcome)
        except Exception as error:  # A step that breaks the script fails, and the others go on.
            outcome, wrong = Outcome(), ("an outcome", repr(error))
        if outcome.output is not None:
            contact = outcome.output.get("ContactId", contact)
        if wrong is None:
            print("ok", step["name"], flush=True)
        else:
            failed = True
            expected, got = (json.dumps(value, ensure_ascii=False, default=str) for value in wrong)
            print("FAIL", step["name"], "expected", expected, "got", got, flush=True)
    sys.exit(1 if failed else 0)


def with_contact(value, contact):
    """The value with the id of the chat that was started in place of `$ContactId`."""
    return json.loads(json.dumps(value).replace("$ContactId", contact))


def request(step):
    """The input of the operation."""
    if step["operation"] == "StartChatContact":
        return {
            "InstanceId": step["instance"],
            "ContactFlowId": step["flow"],
            "ParticipantDetails": {"DisplayName": "Zoë 🦀"},
            "Attributes": {"topic": "a late parcel"},
            "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
        }
    ids = {"InstanceId": step["instance"], "ContactId": step["contact"]}
    if step["operation"] != "UpdateParticipantRoleConfig":
        return ids
    timers = [timer(*entry) for entry in step["timers"]]
    return {**ids, "ChannelConfiguration": {"Chat": {"ParticipantTimerConfigList": timers}}}


def timer(role, kind, value):
    """One entry of the list; a kind of None is left out."""
    if isinstance(value, int):
        value = {"ParticipantTimerDurationInMinutes": value}
    elif isinstance(value, str):
        value = {"ParticipantTimerAction": value}
    entry = {"ParticipantRole": role, "TimerType": kind, "TimerValue": value}
    return {name: member for name, member in entry.items() if member is not None}


def difference(client, step, outcome):
    """What was expected and what came instead, or None."""
    if client in step.get("refused", {}):
        expected = step["refused"][client]
        return None if expected in (outcome.refused or "") else (expected, vars(outcome))
    if outcome.refused is not None:
        return "a request that is sent", outcome.refused
    if not UUID.fullmatch(outcome.request_id or "") or outcome.request_id != outcome.header_id:
        return "one UUID as request id and in the header", [outcome.request_id, outcome.header_id]
    if "output" in step:
        if outcome.output is None:
            return "an output", vars(outcome)
        return different_members(step["output"], outcome.output)
    error = step.get("errors", {}).get(client, step["error"])
    for name in ("type", "status", "message"):
        if name in error and error[name] != getattr(outcome, name):
            return error, vars(outcome)
    for part in error.get("contains", []):
        if part not in (outcome.message or ""):
            return part, outcome.message
    return different_members(error.get("members", {}), outcome.members)


def different_members(expected, members):
    """The first of the expected members that is not as expected."""
    for path, wanted in expected.items() if members is not None else ():
        found = members
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if not fits(wanted, found):
            return {path: wanted}, {path: found}
    return None


def fits(wanted, found):
    """Whether a value is the wanted one, or of the wanted kind."""
    match wanted:
        case "<absent>":
            return found is None
        case "<text>":
            return isinstance(found, str) and found != ""
        case "<uuid>":
            return isinstance(found, str) and UUID.fullmatch(found) is not None
        case "<time>":
            now = datetime.now(timezone.utc)
            return isinstance(found, datetime) and abs(now - found) < timedelta(minutes=5)
    return found == wanted
