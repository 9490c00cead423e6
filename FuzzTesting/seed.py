#!/usr/bin/env python3
"""Writes seed corpora for the fuzz targets from the samples, mappings, fixtures and vectors of the package: seed.py FOLDER."""
import json
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
target = pathlib.Path(sys.argv[1])


class Corpus:
    """Numbered files in a folder of their own, without doubles."""

    def __init__(self, name):
        self.folder = target / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = set()

    def add(self, data):
        if data not in self.known:
            (self.folder / f"{len(self.known):05}").write_bytes(data)
            self.known.add(data)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


ids = sorted(path.parent.name for path in root.glob("Mappings/*/*/mapping.json"))
samples = [(path.parent.parent.name, path.read_bytes().rstrip())
           for path in sorted(root.glob("Mappings/*/*/samples/*.json"))]

# The first byte of a document says of which service it is; 0 detects.
converter = Corpus("converter")
for service, document in samples:
    for number in (ids.index(service) + 1, 0):
        converter.add(bytes([number]) + document)

# Lines of one service: each sample beside itself with other values, beside the next sample, and with members that vary.
layouts = Corpus("layouts")
lines = [(service, document) for service, document in samples if b"\n" not in document and len(document) <= 480]
for (service, document), (next_service, next_document) in zip(lines, lines[1:] + lines[:1]):
    other = re.sub(rb"[4-9]", b"3", re.sub(rb"[g-m]", b"x", document))
    for number in (ids.index(service) + 1, 0):
        layouts.add(bytes([number]) + document + b"\n" + other)
    if service == next_service:
        layouts.add(bytes([ids.index(service) + 1]) + document + b"\n" + next_document)
# Members of any kind in the outermost object, and in the error if there is one.
free = [b'{"a":1}', b'{"b":[2,{}],"code":"c"}', b'[ {"message" : "m"}, null ]', b'[[],"\\u0041",-1e5]']
for service, document in lines[::3]:
    if len(document) <= 220:
        number = bytes([ids.index(service) + 1])
        layouts.add(number + b"\n".join(document[:-1] + b',"zz":' + value + b"}" for value in free))
        layouts.add(number + b"\n".join(document.replace(b'"error":{', b'"error":{"yy":' + value + b",") for value in free))

# Under a name of their own: what stands over a built-in mapping has all its heirs checked, which is slow.
mappings = Corpus("mappings")
for path in sorted(root.glob("Mappings/*/*/mapping.json")):
    mappings.add(re.sub(rb'("service"\s*:\s*)"[^"]*"', rb'\1"fuzzed"', path.read_bytes(), count=1))
for path in sorted(root.glob("Mappings/invalid/*.json")):
    mappings.add(path.read_bytes())

fields = Corpus("fields")
for path in sorted(root.glob("Tests/Vectors/*.json")):
    for text in sorted(set(strings(json.loads(path.read_bytes())))):
        fields.add(text.encode("utf-8", "surrogatepass"))
for text in ["50%", " 33.3 %", "3/4", "100.0", "1e2", "1700000000.123", "1726650000803", "0e9"]:
    fields.add(text.encode())

walker = Corpus("walker")
for text in [
    '{}', '[]', '""', 'null', 'true', 'false', '0', '-0.0e+1', '1E9', ' [ 1 , "x" ] ', '{"a":{"b":[{},[]]}}',
    r'"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"', r'"\ud800"', r'"\udc00\ud800"', '"é€😀"', '[01]', '[1.]', '{"a":1,}',
    '[' * 13 + ']' * 13, '{"a":' * 12 + '1' + '}' * 12, '{"operationId":"a","status":"Running","x":' + '[' * 11 + ']' * 11 + '}',
    '{"operationId":"a","status":"Running"} x', r'{"operation\u0049d":"a","status":"Failed","error":{"code":"c","innererror":{}}}',
    '"' + 'a' * 61 + r'\"' + 'b' * 64 + '"', '[' + ' ' * 62 + r'"\\' + '\\' * 62 + '"]', '"\u2028\u061c\x7f\x85"',
]:
    walker.add(text.encode("utf-8", "surrogatepass"))
for _, document in samples:
    if len(document) <= 256:
        walker.add(document)

# The first byte says which splitter and limit, the second how the bytes are cut.
texts = [
    b'{"a":1}\n{"b":2}\r\n\n{"c":"torn\n{"d":4}\n', b'{\n  "a": [1, 2, {}]\n}\n[{"a":[]},{}]\n{"x" tail\n{}\n',
    b'[\n  {"a":1},\n  {"b" 2},\n  {"c":3}\n]\n', b'[{"a":1},{"b":2}] [ ] [1, "x" ,[]]', b'[{"a":1}', b'[{}] tail\n[{}]',
    b'{"e":[{"a":1},{"b":2}],"v":{}}\n{"e":[]}', b'{"v":1,"l":{"w":[],"e":[\n {"a":1},\n {"b" 2},\n {}\n]},"z":0}',
    b'{"a":1}{"e":1}[{"a":1}]', b'{"log":"a","stream":"stdout"}\n{"log":"b\\n","stream":"stdout"}\n',
    b'2031-05-01T08:00:00Z stdout P {"a":\n2031-05-01T08:00:00Z stderr F x\n2031-05-01T08:00:00Z stdout F 1}\n',
    b'{"log":"a","partial_message":"true","partial_last":"false"}\n{"log":"b","partial_message":"true","partial_last":"true"}\n',
    b'{"entries":[{"request":{}}]}', b'{"records":[{"properties":{},"operationName":"a","category":"b"}]}',
    b'interactions:\n- request:\n', b'  \n\t{"url":"x","status":200}\n',
]
splitters = Corpus("splitters")
for number, text in enumerate(texts):
    for kind in range(8):
        for limit in range(4):
            splitters.add(bytes([limit << 3 | kind, number * 4 + limit]) + text)

# The first byte says which format, the second how the bytes are cut: each entry of a fixture for itself.
formats = ["har", "test-proxy", "java-session", "azure-monitor", "docker", "exchange", "pointers", "pointers-list"]
fixtures = root / "Tests/Fixtures/envelopes"
envelopes = Corpus("envelopes")


def add_recording(name, text, *wrap):
    for number in range(4):
        envelopes.add(bytes([formats.index(name), number]) + b"".join([*wrap[:1], text, *wrap[1:]]))


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


har = json.loads((fixtures / "recording.har").read_bytes())
for entry in har["log"]["entries"]:
    kept = {"request": {"url": entry.get("request", {}).get("url")}, "response": entry.get("response")}
    add_recording("har", compact(kept), b'{"log":{"entries":[', b']}}')
for name, member in [("test-proxy", "Entries"), ("java-session", "networkCallRecords")]:
    for entry in json.loads((fixtures / f"{name}.json").read_bytes())[member]:
        add_recording(name, compact(entry), b'{"' + member.encode() + b'":[', b']}')
for entry in json.loads((fixtures / "azure-monitor-records.json").read_bytes())["records"]:
    add_recording("azure-monitor", compact(entry), b'{"records":[', b']}')
for name, file in [("azure-monitor", "azure-monitor.jsonl"), ("docker", "docker.jsonl"), ("docker", "fluent-bit.jsonl"),
                   ("docker", "cri.log"), ("exchange", "exchange.jsonl"), ("pointers", "pointers.jsonl")]:
    lines = (fixtures / file).read_bytes().splitlines(keepends=True)
    for index, line in enumerate(lines):
        add_recording(name, line)
        add_recording(name, b"".join(lines[index:index + 2]))
for text in [b'{"b":{"operationId":"1","status":"Running"},"s":200,"h":{"ETag":"1"},"u":"/x"}', b'{"b":"{\\"status\\":\\"x\\"}"}']:
    add_recording("pointers", text)
for service, document in samples[::9]:
    add_recording("pointers-list", document, b'{"l":[', b']}')

redaction = Corpus("redaction")
for text in [
    "https://x/y?sv=1&sig=a%2Bb%3D&se=2", r'{"u":"https:\/\/x\/y?sig\u003Dab\u0026se=2"}', r'{"b":"{\"u\":\"?sig=ab\\u0026se=2\"}"}',
    "to=https%3A%2F%2Fx%3Fsig%3Dab%252B%26se%3D2&z", '"?api-version=1&t=6&c=M&s=q&h=x"', "Authorization: Bearer abc.def-1",
    r'{"m":"Bearer eyJhbGciOi.eyJzdWIi.sig-_1 was refused"}', "AzureCDN key1:0123456789ABCDEF",
    "AccountName=n;AccountKey=ab+/==;EndpointSuffix=e", '{"set-cookie" : [ "a=1; b", "c" ],"d":1}',
    r'[{"name":"Cookie","value":"a=\"1\"; b"}]', r'{"b":"{\"password\":\"a\\\"b\",\"x\":1}"}', '[["x-api-key","k"],["a","b"]]',
    '{"queryString":[{"name":"sig","value":"k"},{"name":"t","value":"6"}]}', '{"cookies":[{"name":"n","value":"v"}],"value":"w"}',
    "Set-Cookie: a=1; HttpOnly\r\nDate: x",
]:
    redaction.add(text.encode())
for path in sorted(fixtures.glob("*.jsonl")):
    for line in path.read_bytes().splitlines():
        redaction.add(line)
