"""Writes Fixtures/sns: messages as SNS posts them, signed by OpenSSL with a key that is thrown away.

usage: python3 sns.py   (needs the command openssl)
"""

import base64
import json
import pathlib
import subprocess
import tempfile

TOPIC = "arn:aws:sns:eu-central-1:123456789012:mosaic"
HOST = "https://sns.eu-central-1.amazonaws.com"
CERTIFICATE = HOST + "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
TOKEN = "2336412f37fb687f5d51e6e241d09c80"
SIGNED = {
    "Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
    "SubscriptionConfirmation": ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
}
BOUNCE = {
    "eventType": "Bounce",
    "bounce": {
        "bounceType": "Permanent", "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": "creator@creators.example", "status": "5.1.1"}],
    },
    "mail": {"messageId": "0100-1", "headers": [{"name": "X-Mosaic-ID", "value": "<ours@mosaic.test>"}]},
}


def message(kind, **more):
    return {
        "Type": kind, "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": TOPIC,
        "Timestamp": "2026-12-01T09:00:00.000Z", "SignatureVersion": "2", "SigningCertURL": CERTIFICATE, **more,
    }


MESSAGES = {
    "bounce": message("Notification", Message=json.dumps(BOUNCE), Subject="Amazon SES Email Event Notification"),
    "bare": message("Notification", Message="Successfully validated SNS topic for Amazon SES event publishing."),
    "subscription": message(
        "SubscriptionConfirmation", Message="You have chosen to subscribe to the topic.", Token=TOKEN,
        SubscribeURL=f"{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"),
    "elsewhere": message(
        "SubscriptionConfirmation", Message="You have chosen to subscribe to the topic.", Token=TOKEN,
        SubscribeURL=f"https://sns.creators.example/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"),
    "sha1": message("Notification", Message=json.dumps(BOUNCE)) | {"SignatureVersion": "1"},
}


def main():
    target = pathlib.Path(__file__).parent.parent / "Fixtures" / "sns"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        key, text = folder + "/key.pem", folder + "/text"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-days", "3650",
             "-subj", "/CN=sns.amazonaws.test", "-out", str(target / "certificate.pem")], check=True, capture_output=True)
        for name, item in MESSAGES.items():
            lines = [f"{field}\n{item[field]}\n" for field in SIGNED[item["Type"]] if field in item]
            pathlib.Path(text).write_text("".join(lines))
            digest = "-sha1" if item["SignatureVersion"] == "1" else "-sha256"
            signature = subprocess.run(["openssl", "dgst", digest, "-sign", key, text], check=True, capture_output=True)
            item["Signature"] = base64.b64encode(signature.stdout).decode()
            (target / f"{name}.json").write_text(json.dumps(item, indent=1) + "\n")


main()
