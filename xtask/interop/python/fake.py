"""Drives the typed fake of two operations of AWS Lambda with boto3's own client.

The only argument is the URL of the fake. Prints `ok NAME` or `FAIL NAME expected ... got ...` for each step.
"""

import sys

import boto3
from botocore.exceptions import ClientError


def main():
    client = boto3.client("lambda", endpoint_url=sys.argv[1])
    steps = {
        "list-functions": (lambda: names(client), ["echo", "greet"]),
        "invoke": (lambda: invoke(client, b'{"a": 1}'), (200, "7", b'{"a": 1}')),
        "invoke-bytes": (lambda: invoke(client, bytes(range(256))), (200, "7", bytes(range(256)))),
        "invoke-unknown-function": (
            lambda: error(client.exceptions.ResourceNotFoundException, client.invoke, FunctionName="none"),
            (404, "there is no function none"),
        ),
        "broken-constraint": (lambda: error(ClientError, client.list_functions, MaxItems=10001), (400, None)),
        "left-to-501": (lambda: error(ClientError, client.get_account_settings), (501, None)),
    }
    failed = False
    for name, (step, expected) in steps.items():
        try:
            got = step()
        except Exception as problem:  # A step that breaks the script fails, and the others go on.
            got = repr(problem)
        if got == expected:
            print("ok", name, flush=True)
        else:
            failed = True
            print("FAIL", name, "expected", repr(expected), "got", repr(got), flush=True)
    sys.exit(1 if failed else 0)


def names(client):
    """All functions, by the SDK's own paginator."""
    pages = client.get_paginator("list_functions").paginate()
    return [function["FunctionName"] for page in pages for function in page["Functions"]]


def invoke(client, payload):
    answer = client.invoke(FunctionName="echo", Payload=payload)
    return answer["StatusCode"], answer["ExecutedVersion"], answer["Payload"].read()


def error(kind, call, **arguments):
    """The status of an error of this class, and its message if the class is the model's own."""
    try:
        call(**arguments)
    except kind as raised:
        answer = raised.response
        message = None if kind is ClientError else answer["Error"]["Message"]
        return answer["ResponseMetadata"]["HTTPStatusCode"], message
    return "no error"


main()
