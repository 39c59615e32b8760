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


def main(program):
    with connect_chat(program) as (endpoint, control):
        connect = boto3.client(
            "connect",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret",
        )
        start = dict(InstanceId="my-instance", ContactFlowId="my-flow", ParticipantDetails={"DisplayName": "Ann"})
        chat = connect.start_chat_contact(**start)
        role = {"InstanceId": "my-instance", "ContactId": chat["ContactId"]}
        timer = {
            "ParticipantRole": "CUSTOMER",
            "TimerType": "IDLE",
            "TimerValue": {"ParticipantTimerDurationInMinutes": 5},
        }
        connect.update_participant_role_config(
            **role, ChannelConfiguration={"Chat": {"ParticipantTimerConfigList": [timer]}}
        )
        agent = connect.create_participant(
            **role, ParticipantDetails={"ParticipantRole": "AGENT", "DisplayName": "Bob"}
        )
        assert agent["ParticipantCredentials"]["ParticipantToken"]

        # A day passes in the chat. The signatures of boto3, which knows nothing of it, stay good.
        advance(control, days=1)
        later = connect.start_chat_contact(**start)
        began = [
            connect.describe_contact(InstanceId="my-instance", ContactId=one["ContactId"])["Contact"]
            for one in (chat, later)
        ]
        passed = began[1]["InitiationTimestamp"] - began[0]["InitiationTimestamp"]
        assert passed == datetime.timedelta(days=1), passed
        print(f"the second chat began {passed} after the first")


if __name__ == "__main__":
    main(sys.argv[1])
