"""A test of one's own against the program connect-chat, with boto3 as it is, and a clock that the test moves.

Needs boto3, and the program:

    cargo build -p connect-chat
    python3 crates/connect-chat/examples/embed_test.py target/debug/connect-chat
"""

import contextlib
import datetime
import json
import subprocess
import sys
import tempfile
import urllib.request

import boto3


@contextlib.contextmanager
def connect_chat(program):
    """A service on free ports, with a manual clock and a store of its own: its endpoint and its control routes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--listen=127.0.0.1:0", "--control=127.0.0.1:0", "--clock=manual"]
        command += ["--access-key=AKIDEXAMPLE:secret", f"--data-dir={folder}", "--log=warn"]
        service = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            endpoint = service.stdout.readline().split()[-1]
            control = service.stdout.readline().split()[-1]
            yield endpoint, control
        finally:
            service.terminate()
            service.wait()


def advance(control, **length):
    """Moves the clock on, and returns when all that fell due is recorded and shown."""
    body = json.dumps({"seconds": datetime.timedelta(**length).total_seconds()}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{control}/clock/advance", body, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["Now"]


def get(url):
    """What a control route answers."""
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def clients(endpoint):
    """Both services at one endpoint: one is signed, the other goes by tokens."""
    names = "connect", "connectparticipant"
    keys = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret"}
    return [boto3.client(name, endpoint_url=endpoint, region_name="us-east-1", **keys) for name in names]


def main(program):
    with connect_chat(program) as (endpoint, control):
        connect, participant = clients(endpoint)
        start = dict(InstanceId="my-instance", ContactFlowId="my-flow", ParticipantDetails={"DisplayName": "Ann"})
        chat = connect.start_chat_contact(**start)
        of_chat = {"InstanceId": "my-instance", "ContactId": chat["ContactId"]}

        # A customer who says nothing for five minutes is idle.
        timer = {
            "ParticipantRole": "CUSTOMER",
            "TimerType": "IDLE",
            "TimerValue": {"ParticipantTimerDurationInMinutes": 5},
        }
        connect.update_participant_role_config(
            **of_chat, ChannelConfiguration={"Chat": {"ParticipantTimerConfigList": [timer]}}
        )
        details = {"ParticipantRole": "AGENT", "DisplayName": "Bob"}
        agent = connect.create_participant(**of_chat, ParticipantDetails=details)
        for token in chat["ParticipantToken"], agent["ParticipantCredentials"]["ParticipantToken"]:
            participant.create_participant_connection(ParticipantToken=token, ConnectParticipant=True)

        # A day passes in the chat. The signatures of boto3, which knows nothing of it, stay good.
        advance(control, days=1)
        record = get(f"{control}/contacts/{chat['ContactId']}/events")["Events"]
        idle = [item for item in record if item["ContentType"].endswith("participant.idle")]
        times = [datetime.datetime.fromisoformat(item["AbsoluteTime"][:-1]) for item in (record[1], *idle)]
        assert [item["DisplayName"] for item in idle] == ["Ann"], record
        assert times[1] - times[0] == datetime.timedelta(minutes=5), times
        later = connect.start_chat_contact(**start)
        began = [
            connect.describe_contact(InstanceId="my-instance", ContactId=one["ContactId"])["Contact"]
            for one in (chat, later)
        ]
        passed = began[1]["InitiationTimestamp"] - began[0]["InitiationTimestamp"]
        assert passed == datetime.timedelta(days=1), passed
        print(f"the customer was idle {times[1] - times[0]} after the agent came, and a day went by in no time")


if __name__ == "__main__":
    main(sys.argv[1])
