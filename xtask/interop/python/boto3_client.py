"""The scenario through boto3."""

import re
from functools import cache

import boto3
from botocore.exceptions import ClientError, ParamValidationError

import scenario


@cache
def connect(url):
    """One client for each server."""
    return boto3.client("connect", endpoint_url=url)


def call(url, operation, arguments):
    """Makes one call. An error counts under the name of its class among the client's exceptions."""
    client = connect(url)
    method = getattr(client, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).lower())
    try:
        output = method(**arguments)
    except ParamValidationError as error:
        return scenario.Outcome(refused=str(error))
    except ClientError as error:
        answer = error.response
        described = answer["Error"]
        modeled = getattr(client.exceptions, described["Code"], None)
        return scenario.Outcome(
            type=described["Code"] if modeled and isinstance(error, modeled) else f"not modeled: {error!r}",
            status=answer["ResponseMetadata"]["HTTPStatusCode"],
            message=described["Message"],
            members=answer,
            **request_ids(answer),
        )
    return scenario.Outcome(output=output, **request_ids(output))


def request_ids(answer):
    """The request id in its two places."""
    metadata = answer["ResponseMetadata"]
    return {"request_id": metadata.get("RequestId"), "header_id": metadata["HTTPHeaders"].get("x-amzn-requestid")}


scenario.run("boto3", call)
