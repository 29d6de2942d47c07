"""Writes requests with botocore's signatures: python3 Tests/SESTests/Oracle/sign.py > Tests/SESTests/Fixtures/botocore.jsonl

Needs botocore (PyPI). One JSON object a line; the seed is fixed, so the same botocore writes the same file.
"""

import base64
import datetime
import json
import random
import urllib.parse

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

draw = random.Random(20261130)
LETTERS = "abcXYZ019-_.~ /+=&%@:,;'\"!*()é漢"


def text(most, letters=LETTERS):
    return "".join(draw.choice(letters) for _ in range(draw.randint(0, most)))


def path():
    pieces = [urllib.parse.quote(text(6), safe="~") for _ in range(draw.randint(0, 4))]
    pieces += draw.choice([[], [""], ["."], ["..", "x"], ["", "a"]])
    return "/" + "/".join(pieces)


def query():
    pairs = []
    for _ in range(draw.randint(0, 4)):
        name = urllib.parse.quote(text(5) or "q", safe="-_.~")
        pairs.append(draw.choice([name, name + "=", name + "=" + urllib.parse.quote(text(6), safe="-_.~")]))
    return "&".join(pairs)


for number in range(200):
    headers = {}
    for name in draw.sample(["Content-Type", "X-Custom", "Accept", "X-Empty", "x-amz-meta-a", "Content-Length"], draw.randint(0, 5)):
        headers[name] = draw.choice(["application/json", "", "a  b   c", " padded ", "12", "text/plain; charset=utf-8"])
    body = text(40).encode() if draw.random() < 0.7 else b""
    if draw.random() < 0.1:
        body = draw.randbytes(2000)
    when = datetime.datetime.fromtimestamp(draw.randint(0, 4_000_000_000), datetime.timezone.utc)
    secret = text(40, "abcXYZ019/+:") or "s"
    token = text(60, "abcXYZ019/+=") if draw.random() < 0.5 else ""
    case = {
        "method": draw.choice(["GET", "POST", "PUT", "DELETE"]), "host": draw.choice(["email.us-east-1.amazonaws.com", "127.0.0.1:5055"]),
        "path": path(), "query": query(), "headers": list(headers.items()), "body": base64.b64encode(body).decode(),
        "time": int(when.timestamp()), "key": "AKIDEXAMPLE", "secret": secret, "token": token,
        "region": draw.choice(["us-east-1", "eu-central-1"]), "service": draw.choice(["ses", "sts"]),
    }
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True, when=when: when.replace(tzinfo=None)
    url = f"https://{case['host']}{case['path']}" + (f"?{case['query']}" if case["query"] else "")
    request = AWSRequest(method=case["method"], url=url, headers=dict(case["headers"]), data=body)
    signer = botocore.auth.SigV4Auth(Credentials(case["key"], secret, token or None), case["service"], case["region"])
    signer.add_auth(request)
    case["authorization"] = request.headers["Authorization"]
    print(json.dumps(case, ensure_ascii=False))
