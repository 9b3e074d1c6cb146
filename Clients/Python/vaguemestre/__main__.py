"""``python -m vaguemestre``: subscribe, publish, decode, verify, ledger, release."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import labels, ledger, normalized, protocol, releases
from .client import Client, Delivery, Draft
from .errors import CellFault, Ended, Lost, NotAdmitted, Refusal
from .site import Identity, Site, fingerprint


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (Refusal, Ended) as refused:
        print(f"refused: {refused}", file=sys.stderr)
        return 1
    except NotAdmitted as error:
        print(f"not admitted: {error}", file=sys.stderr)
        return 3
    except (Lost, CellFault) as error:
        print(f"no session: {error or 'the connection is gone'}", file=sys.stderr)
        return 4
    except (BrokenPipeError, KeyboardInterrupt):
        # Whoever reads our output went away: nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vaguemestre",
        description=__doc__,
        epilog="Exit status: 0 done, 1 refused (a code on standard error), 2 usage, "
        "3 the key is not admitted, 4 no cell answers.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    subscribe = commands.add_parser(
        "subscribe", help="receive messages of a flow, each verified by signature"
    )
    _who(subscribe)
    subscribe.add_argument(
        "--flow", required=True, help="COMPARTMENT/FLOW; foreign ones must be imported"
    )
    subscribe.add_argument(
        "--from",
        dest="start",
        default="resume",
        type=_start,
        help="start, now, resume (default), or an offset",
    )
    subscribe.add_argument("--count", type=int, default=0, help="end after so many messages")
    subscribe.add_argument("--format", choices=("json", "cbor", "text"), default="json")
    subscribe.set_defaults(run=_subscribe)

    publish = commands.add_parser("publish", help="sign normalized messages and publish them")
    _who(publish)
    publish.add_argument("--flow", required=True, help="a flow of the principal's compartment")
    publish.add_argument(
        "--subject", required=True, help="what the messages are about: a place or a device"
    )
    publish.add_argument("--label", help="such as N//compartment=icu; default: the flow's")
    publish.add_argument(
        "file", nargs="*", default=["-"], help="CBOR sequences of messages; - is standard input"
    )
    publish.set_defaults(run=_publish)

    decode = commands.add_parser(
        "decode", help="check normalized messages, and show each as a JSON document"
    )
    decode.add_argument(
        "file", nargs="*", default=["-"], help="CBOR sequences of messages; - is standard input"
    )
    decode.set_defaults(run=_decode)

    verify = commands.add_parser(
        "verify", help="verify a site's charter and policies, and show what they are"
    )
    verify.add_argument("--site", required=True, metavar="DIR")
    verify.set_defaults(run=_verify)

    book = commands.add_parser(
        "ledger", help="verify a head of a cell's ledger, or a proof, under the charter's key"
    )
    book.add_argument("--site", required=True, metavar="DIR")
    book.add_argument("--cell", required=True, metavar="NAME")
    book.add_argument("head", help="the head, or a proof that ends in one")
    book.add_argument(
        "--leaf", metavar="HEX", help="the leaf that an inclusion proof is about; its bytes"
    )
    book.add_argument("--against", metavar="FILE", help="the head that a consistency proof is from")
    book.set_defaults(run=_ledger)

    release = commands.add_parser(
        "release", help="verify a release of an adapter's executable as the site would take it"
    )
    release.add_argument("--site", required=True, metavar="DIR")
    release.add_argument("--adapter", metavar="NAME", help="the adapter that it must be for")
    release.add_argument("release", help="the signed release")
    release.add_argument("executable", nargs="?", help="the executable that it must be of")
    release.set_defaults(run=_release)
    return parser


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", required=True, metavar="DIR")
    parser.add_argument(
        "--as",
        dest="principal",
        required=True,
        metavar="PRINCIPAL",
        help="COMPARTMENT/NAME, or NAME where only one compartment has it",
    )


def _start(text: str) -> int | str:
    names = {"start": protocol.OLDEST, "now": protocol.NOW, "resume": protocol.RESUME}
    if text in names:
        return names[text]
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError("start, now, resume, or an offset")


def _client(options) -> Client:
    identity = Identity.load(options.site, options.principal)
    # What was believed before, so that no older document is believed again.
    state = Identity.directory(options.site, options.principal) / "accepted-python.cbor"
    return Client(Site(options.site, state), identity)


def _subscribe(options) -> int:
    client = _client(options)
    flow = options.flow.removeprefix(f"{client.identity.compartment}/")
    refused = 0
    with client:
        for count, delivery in enumerate(client.subscribe(flow, options.start), start=1):
            if delivery.message is None:
                refused += 1
                print(f"offset {delivery.offset}: {_wrong(delivery)}", file=sys.stderr)
            else:
                _show(delivery, options)
            client.acknowledge(delivery.offset)
            if count == options.count:
                break
    return 1 if refused else 0


def _wrong(delivery: Delivery) -> str:
    if delivery.unread is None:
        return f"not believed: VGM-{delivery.code}"
    return f"signed, but no message: VGM-{delivery.code} at {delivery.place} of its payload"


def _show(delivery: Delivery, options) -> None:
    message = delivery.message
    if options.format == "cbor":
        sys.stdout.buffer.write(message.payload)
        sys.stdout.buffer.flush()
        return
    context = message.context
    if options.format == "text":
        print(
            delivery.offset,
            context.subject,
            delivery.producer,
            message.label,
            len(message.payload),
            flush=True,
        )
        return
    print(
        normalized.text(
            {
                "offset": delivery.offset,
                "site": context.site,
                "compartment": context.compartment,
                "flow": context.flow,
                "subject": context.subject,
                "producer": delivery.producer,
                "keyID": message.key_id.hex(),
                "epoch": context.epoch,
                "sequence": context.sequence,
                "issuedAt": context.issued_at,
                "label": str(message.label),
                "payload": message.payload.hex(),
                "content": normalized.plain(delivery.content),
            },
            lines=False,
        ),
        flush=True,
    )


def _publish(options) -> int:
    client = _client(options)
    flow = options.flow.removeprefix(f"{client.identity.compartment}/")
    label = labels.parse(options.label, client.site.charter.scheme) if options.label else None
    drafts = [
        Draft(flow, options.subject, payload, label)
        for name in options.file
        for payload in _payloads(name)
    ]
    with client:
        results = client.publish(drafts)
    for result in results:
        if result is not None and result < 0:
            print(json.dumps({"refused": f"VGM-{-result}"}))
        else:
            print(json.dumps({"offset": result, "repeated": result is None}))
    return 1 if any(result is not None and result < 0 for result in results) else 0


def _payloads(name: str) -> list[bytes]:
    """The payloads that a file holds, none of which is no message."""
    return [payload for payload, _ in _messages(name)]


def _messages(name: str) -> Iterator[tuple[bytes, dict]]:
    """The items of a CBOR sequence, each a message of the normalized format, and decoded."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    offset = 0
    while offset < len(data):
        message, end = normalized.read(data, offset)
        yield data[offset:end], message
        offset = end


def _decode(options) -> int:
    for name in options.file:
        for _, message in _messages(name):
            print(normalized.text(normalized.plain(message), lines=False), flush=True)
    return 0


def _verify(options) -> int:
    site = Site(options.site)
    print(
        json.dumps(
            {
                "site": site.charter.site,
                "version": site.charter.edition.version,
                "roots": fingerprint(site.charter.roots).hex(),
                "policies": {
                    name: {
                        "version": policy.edition.version,
                        "flows": sorted(policy.flows),
                        "principals": sorted(policy.principals),
                        "imports": sorted(f"{each.source}/{each.flow}" for each in policy.imports),
                    }
                    for name, policy in sorted(site.policies.items())
                },
            },
            indent=2,
        )
    )
    return 0


def _ledger(options) -> int:
    charter = Site(options.site).charter
    cell = charter.compartments.get(options.cell)
    key = cell and cell.ledger_key
    if key is None:
        raise Refusal(ledger.NO_KEY, options.cell)
    if key.key_id in charter.revoked_signing_keys:
        raise Refusal(ledger.REVOKED_KEY, options.cell)
    data = Path(options.head).read_bytes()
    # The journal's id, the last part of the origin, nobody knows but from the head.
    place = f"vaguemestre/{charter.site}/{options.cell}/"
    shown = {}
    if options.leaf is not None:
        head = ledger.Head.decode(data.partition(b"\n\n")[2])
        leaf = bytes.fromhex(options.leaf)
        shown["index"], _ = ledger.verify_inclusion(data, leaf, head.origin, key)
        shown["leaf"] = ledger.Leaf.decode(leaf).plain()
    elif options.against is not None:
        head = ledger.verify_consistency(data, Path(options.against).read_bytes(), key)
    else:
        head = ledger.Head.decode(data)
        head.verify(head.origin, key)
    if not head.origin.startswith(place):
        raise Refusal(ledger.OTHER_ORIGIN)
    print(json.dumps({"origin": head.origin, "size": head.size, "root": head.root.hex()} | shown))
    return 0


def _release(options) -> int:
    site = Site(options.site)
    basis = releases.Basis(site.charter, list(site.policies.values()), time.time())
    integrators, refused = releases.integrators(Path(options.site) / "integrators", basis)
    for fault in refused:
        print(f"integrators: {fault}", file=sys.stderr)
    release = basis.release(Path(options.release).read_bytes(), integrators)
    if options.executable is not None:
        release.check_executable(Path(options.executable))
    if options.adapter is not None:
        release.check_adapter(options.adapter)
    print(json.dumps(release.plain()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
