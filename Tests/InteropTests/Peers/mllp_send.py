"""Sends every message of files over one MLLP connection: HOST:PORT FILE…; prints how many were
answered positively, and how many were answered."""

import re
import sys

from hl7.client import MLLPClient

host, port = sys.argv[1].rsplit(":", 1)
answers: dict[str, int] = {}
with MLLPClient(host, int(port)) as client:
    for name in sys.argv[2:]:
        with open(name, "rb") as file:
            text = file.read().replace(b"\xef\xbb\xbf", b"")
        text = text.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
        for part in re.split(rb"\r+(?=MSH\|)", text.strip(b"\r")):
            if b"|NE|NE" in part.split(b"\r")[0]:
                continue  # It asks for no answer; this client always waits for one.
            answer = client.send_message(part.rstrip(b"\r") + b"\r")
            code = re.search(rb"\rMSA\|(\w\w)", answer).group(1).decode()
            answers[code] = answers.get(code, 0) + 1
good = answers.get("AA", 0) + answers.get("CA", 0)
sys.stdout.write(f"{good} {sum(answers.values())}")
