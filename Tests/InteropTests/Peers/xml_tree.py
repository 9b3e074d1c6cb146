"""What expat reads of XML documents: a line of hexadecimal each in, a line with the tree out."""

import sys
from xml.parsers import expat


def hexadecimal(text):
    return text.encode().hex()


def tree(data):
    out, open_elements = [], []
    parser = expat.ParserCreate(namespace_separator="\x01")
    parser.buffer_text = True

    def start(name, attributes):
        namespace, _, local = name.rpartition("\x01")
        words = " ".join(f"{key}={hexadecimal(attributes[key])}" for key in sorted(attributes))
        if open_elements:
            open_elements[-1]["inner"] = True
        out.append(f"({hexadecimal(namespace)}|{local} {words} ")
        open_elements.append({"text": "", "inner": False})

    def end(_):
        element = open_elements.pop()
        out.append(("" if element["inner"] else hexadecimal(element["text"])) + ")")

    def text(data):
        open_elements[-1]["text"] += data

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"expat: {error}"
    return "".join(out)


for line in open(sys.argv[1], encoding="ascii"):
    print(tree(bytes.fromhex(line.strip())))
