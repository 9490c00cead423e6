"""The job for Python with orjson: orjson_converter.py IN OUT."""

import sys

import orjson

STATES = {
    "Succeeded": "Succeeded", "Failed": "Failed", "Running": "Running", "Processing": "Running",
    "NotStarted": "NotStarted", "NotSet": "NotStarted", "Canceled": "Canceled",
}
MEMBERS = [
    ("percentComplete", "percentComplete"), ("message", "Message"), ("createdTime", "createdDateTime"),
    ("startTime", "startTime"), ("startTime", "Start"), ("lastUpdatedTime", "lastActionDateTime"),
    ("endTime", "endTime"), ("endTime", "End"), ("resourceId", "resourceId"),
    ("resourceLocation", "resourceLocation"), ("result", "properties"),
]


def zulu(text):
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def failure(error):
    record = {}
    for name, *sources in [
        ("code", "code", "Type"), ("message", "message", "Message"), ("target", "target"),
        ("errorDetail", "errorDetail"),
    ]:
        for source in sources:
            text = error.get(source)
            if text is not None:
                record[name] = text
                break
    if (time := error.get("occurredDateTime")) is not None:
        record["occurredTime"] = zulu(time)
    if details := error.get("details"):
        record["details"] = [failure(detail) for detail in details]
    if inner := error.get("innererror") or error.get("innerError"):
        record["innerError"] = failure(inner)
    return record


def convert(document):
    is_failure = document.get("Succeeded") is False
    if "Id" in document or "ErrorInfo" in document:
        service = "azure-cdn-china"
    else:
        service = "azure-devcenter" if "id" in document else "azure-device-update"
    record = {"service": service, "reply": "requestFailed" if is_failure else "operation"}
    for source in ("operationId", "name", "Id"):
        if source in document:
            record["id"] = document[source]
            break
    if "Type" in document:
        record["type"] = document["Type"]
    if not is_failure:
        word = document.get("status") or document.get("Status")
        record["state"] = STATES.get(word, "Unknown")
        record["sourceState"] = word
    for name, source in MEMBERS:
        member = document.get(source)
        if member is not None:
            record[name] = zulu(member) if name.endswith("Time") else member
    if error := document.get("error") or document.get("ErrorInfo"):
        record["error"] = failure(error)
    for name in ("traceId", "etag"):
        if name in document:
            record[name] = document[name]
    rest = {name: document[name] for name in ("id", "updateId", "EndpointId", "SubscriptionId") if name in document}
    if rest:
        record["extensions"] = rest
    return record


with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    for line in source:
        target.write(orjson.dumps(convert(orjson.loads(line)), option=orjson.OPT_APPEND_NEWLINE))
