"""Recomputes the signatures of our clients' requests with botocore's signing code.

The only argument is a file with one JSON object a line, as `xtask/examples/signatures.rs` writes them. Prints `ok NAME` or
`FAIL NAME expected ... got ...` for each request.
"""

import base64
import json
import sys
from urllib.parse import parse_qsl, urlsplit

from botocore.auth import UNSIGNED_PAYLOAD, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def main():
    failed = False
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            sent = json.loads(line)
            try:
                wrong = difference(sent)
            except Exception as error:  # A request that breaks the script fails, and the others go on.
                wrong = "a request", repr(error)
            if wrong is None:
                print("ok", sent["name"], flush=True)
            else:
                failed = True
                print("FAIL", sent["name"], "expected", repr(wrong[0]), "got", repr(wrong[1]), flush=True)
    sys.exit(1 if failed else 0)


def difference(sent):
    """What botocore makes of a request and what stood in it, or None if they are the same."""
    parameters = claimed(sent)
    names = parameters["SignedHeaders"].split(";")
    headers = dict(sent["headers"])
    if len(headers) != len(sent["headers"]):
        return "each header once, as this script reads them", sent["headers"]
    if missing := must_be_signed(headers, names):
        return "a signature over " + missing, names
    body = base64.b64decode(sent["body"])
    path, _, query = sent["target"].partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("X-Amz-Signature=")]
    url = sent["endpoint"] + path + ("?" + "&".join(kept) if kept else "")
    request = AWSRequest(method=sent["method"], url=url, data=body)
    for name in names:
        request.headers[name] = headers[name]
    hashed = SigV4Auth(None, "", "").payload(AWSRequest(method="PUT", url=url, data=body))
    declared = headers.get("x-amz-content-sha256", hashed)
    if declared not in (hashed, UNSIGNED_PAYLOAD) or (declared == UNSIGNED_PAYLOAD) != ("unsigned" in sent["name"]):
        return hashed, declared
    if "X-Amz-Signature" in parameters and sent["token"] != parameters.get("X-Amz-Security-Token"):
        return sent["token"], parameters.get("X-Amz-Security-Token")
    if "X-Amz-Signature" not in parameters and sent["token"] != headers.get("x-amz-security-token"):
        return sent["token"], headers.get("x-amz-security-token")
    auth = SigV4Auth(
        Credentials(sent["access_key"], sent["secret_key"], sent["token"]), sent["service"], sent["region"]
    )
    request.context["timestamp"] = parameters["Date"]
    credential = auth.scope(request)
    if parameters["Credential"] != credential:
        return credential, parameters["Credential"]
    signature = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return None if signature == parameters["Signature"] else (signature, parameters["Signature"])


def claimed(sent):
    """What the request says of its signature, from its header or its query."""
    headers = dict(sent["headers"])
    if "authorization" in headers:
        algorithm, _, rest = headers["authorization"].partition(" ")
        pairs = dict(pair.strip().split("=", 1) for pair in rest.split(","))
        found = {**pairs, "Date": headers["x-amz-date"]}
    else:
        query = dict(parse_qsl(urlsplit(sent["target"]).query, keep_blank_values=True))
        algorithm = query["X-Amz-Algorithm"]
        found = {name.removeprefix("X-Amz-"): value for name, value in query.items()} | query
    if algorithm != "AWS4-HMAC-SHA256":
        raise ValueError(algorithm)
    return found


def must_be_signed(headers, names):
    """The headers whose change would change what the request means, and which are not signed."""
    needed = {name for name in headers if name.startswith("x-amz-") or name in ("host", "content-type", "x-vault-note")}
    return ", ".join(sorted(needed - set(names)))


main()
