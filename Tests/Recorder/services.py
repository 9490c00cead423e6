"""What three services answer, reply by reply, and what each reply is as a record.

`SCRIPT` is the table: for each request the replies in the order in which they are given, each beside the record that `lro convert`
has to make of it, every member but `extensions` and `diagnostics` where these are not named. No record: the reply says nothing.
"""
import collections
import dataclasses
import gzip
import http.server
import json

SECRET = "s3cr3tOfTheClient"
ETAG = '"21ad2ee9-9b7c-4e11-a944-1261349ac044"'
HTML = "<!DOCTYPE html>\n<html><body><h1>%s</h1></body></html>\n"
SUBSCRIPTION, ENDPOINT = "5ad0b1c2-0000-4000-8000-000000000001", "46a1b2c3-0000-4000-8000-000000000002"


@dataclasses.dataclass
class Reply:
    status: int
    """0: the connection is closed instead."""
    record: dict = None
    headers: dict = dataclasses.field(default_factory=dict)
    body: object = b""
    """JSON where it is an object, else text or bytes."""
    content: str = "application/json; charset=utf-8"
    coding: str = ""
    """`gzip`, or `chunked`, or both."""
    code: str = None
    """The code of the reject that this becomes."""

    def payload(self):
        body = json.dumps(self.body) if isinstance(self.body, dict) else self.body
        body = body.encode() if isinstance(body, str) else body
        return gzip.compress(body) if "gzip" in self.coding else body


# ------------------------------------------------------------------------------------------------------------ Device Update

IMPORT, DELETION = "84a98e36-d613-4591-9ae4-29a3a8a3266e", "d85fc628-2ea5-4c5e-95f7-7e70efb8a88e"
UPDATES, VERSION = "/deviceUpdate/blue/updates", "api-version=2022-10-01"
TRACE = "e70070c942695f46a32ba4125eb59a78"
TRACEPARENT = f"00-{TRACE}-961ee60a1fe80943-00"


def update(status, operation=IMPORT, **more):
    times = {"lastActionDateTime": "2031-06-10T00:10:41.8472917Z", "createdDateTime": "2031-06-10T00:10:41.8472917Z"}
    return {"operationId": operation, "status": status, **more, "traceId": TRACE, **times, "etag": ETAG}


def update_record(state, code=200, operation=IMPORT, **more):
    record = {"service": "azure-device-update", "reply": "operation", "id": operation, "state": state, "sourceState": state}
    times = {"createdTime": "2031-06-10T00:10:41.8472917Z", "lastUpdatedTime": "2031-06-10T00:10:41.8472917Z"}
    return {**record, **times, "httpStatus": code, "traceId": TRACE, "etag": ETAG, "request": {"instanceId": "blue"}, **more}


def update_reply(kind, code, operation=IMPORT, **more):
    return {"service": "azure-device-update", "reply": kind, "id": operation, "httpStatus": code,
            "request": {"instanceId": "blue"}, **more}


def update_location(operation):
    path = f"{UPDATES}/operations/{operation}?{VERSION}"
    return {"Location": path, "Operation-Location": path, "traceparent": TRACEPARENT}


ACCEPTED = {"state": "Unknown", "traceId": TRACEPARENT, "diagnostics": [{"code": "missingState"}]}
POLL = {"ETag": ETAG, "Retry-After": "15"}
FAILURE = {"code": "CannotProcessImportManifest", "message": "Error processing import manifest.",
           "occurredDateTime": "2031-06-10T00:10:44.3213046Z",
           "innerError": {"code": "CannotDownload", "message": "Cannot download import manifest.", "errorDetail": "403"}}
NOT_FOUND = {"type": "https://tools.ietf.org/html/rfc7231#section-6.5.4", "title": "Not Found", "status": 404}

DEVICE_UPDATE = {
    ("POST", f"{UPDATES}:import?{VERSION}"): [
        Reply(202, update_reply("operation", 202, **ACCEPTED), update_location(IMPORT))],
    ("GET", f"{UPDATES}/operations/{IMPORT}?{VERSION}"): [
        Reply(200, update_record("NotStarted", retryAfterSeconds=15), POLL, update("NotStarted")),
        Reply(304, update_reply("notModified", 304, etag=ETAG, retryAfterSeconds=15), POLL),
        Reply(200, update_record("Running", retryAfterSeconds=15), POLL, update("Running"), coding="gzip"),
        Reply(429, update_reply("requestFailed", 429, retryAfterSeconds=7), {"Retry-After": "7"}),
        Reply(429, update_reply("requestFailed", 429, retryAt="2031-06-10T00:11:00Z"),
              {"Retry-After": "Tue, 10 Jun 2031 00:11:00 GMT"}),
        Reply(500, update_reply("requestFailed", 500, extensions={"body": HTML % "Internal Server Error"},
                                diagnostics=[{"code": "invalidBody"}]),
              body=HTML % "Internal Server Error", content="text/html"),
        Reply(304, update_reply("notModified", 304, etag="W/" + ETAG), {"etag": "W/" + ETAG}),
        Reply(200, code="unterminatedString", body=json.dumps(update("Running"))[:90], content="application/octet-stream"),
        Reply(200, code="unexpectedCharacter", body=bytes(97) + b'{"access_token":"%s"}' % SECRET.encode(), content="application/octet-stream"),
        Reply(0),
        Reply(200, update_record("Succeeded", resourceLocation="/deviceUpdate/blue/updates/1"), {"ETag": ETAG},
              update("Succeeded", resourceLocation="/deviceUpdate/blue/updates/1"), coding="gzip chunked")],
    ("DELETE", f"{UPDATES}/providers/a/names/b/versions/1?{VERSION}"): [
        Reply(202, update_reply("operation", 202, DELETION, **ACCEPTED), update_location(DELETION))],
    ("GET", f"{UPDATES}/operations/{DELETION}?{VERSION}"): [
        Reply(404, update_reply("requestFailed", 404, DELETION, traceId=TRACEPARENT, error={
            "code": NOT_FOUND["type"], "message": "Not Found"}),
              {"traceparent": TRACEPARENT}, NOT_FOUND, content="application/problem+json; charset=utf-8"),
        Reply(200, update_record("Failed", operation=DELETION, error={
            "code": FAILURE["code"], "message": FAILURE["message"], "occurredTime": FAILURE["occurredDateTime"],
            "innerError": FAILURE["innerError"]}),
              {"ETag": ETAG}, update("Failed", DELETION, error=FAILURE), coding="gzip")],
}

# ---------------------------------------------------------------------------------------------------------------- DevCenter

BOX, STOP = "b7c6d5e4-1111-4222-8333-444455556666", "c8d7e6f5-1111-4222-8333-444455556666"
PROJECT = "/projects/aurora"
CORRELATION = "9199e819-35fa-4edb-ba5b-16bf4f834ae3"


def status(word, operation=BOX, **more):
    return {"id": f"{PROJECT}/operationStatuses/{operation}", "name": operation, "status": word,
            "startTime": "2031-03-05T12:11:00.118508+00:00", **more}


def status_record(state, code=200, operation=BOX, **more):
    return {"service": "azure-devcenter", "reply": "operation", "id": operation, "state": state, "sourceState": state,
            "startTime": "2031-03-05T12:11:00.118508Z", "httpStatus": code, "traceId": CORRELATION, **more}


def status_reply(kind, code, operation=BOX, **more):
    return {"service": "azure-devcenter", "reply": kind, "id": operation, "httpStatus": code, "traceId": CORRELATION,
            "request": {"projectName": "aurora"}, **more}


def status_headers(operation=BOX, **more):
    """Absolute, and lower case as the service writes it."""
    return {"Operation-Location": f"ORIGIN{PROJECT}/operationstatuses/{operation}?api-version=2025-02-01",
            "x-ms-correlation-request-id": CORRELATION, **more}


PROJECT_NAMED = {"request": {"projectName": "aurora"}}
QUOTA = {"code": "DeploymentError", "message": "\u7528\u5c3d", "details": [], "innererror": {"code": "QuotaExceeded"}}

DEVCENTER = {
    ("DELETE", f"{PROJECT}/users/me/devboxes/one?api-version=2025-02-01"): [
        Reply(202, status_reply("operation", 202, state="Unknown", retryAfterSeconds=30,
                                diagnostics=[{"code": "missingState"}]), status_headers(**{"Retry-After": "30"}))],
    ("GET", f"{PROJECT}/operationstatuses/{BOX}?api-version=2025-02-01"): [
        Reply(200, status_record("Running", retryAfterSeconds=2.5, **PROJECT_NAMED),
              status_headers(**{"retry-after-ms": "2500"}), json.dumps(status("Running"), indent=2), coding="gzip chunked"),
        Reply(429, status_reply("requestFailed", 429, retryAfterSeconds=12,
                                error={"code": "TooManyRequests", "message": "Wait."}),
              status_headers(**{"Retry-After": "12", "x-ms-error-code": "TooManyRequests"}),
              {"error": {"code": "TooManyRequests", "message": "Wait."}}),
        Reply(404, status_reply("requestFailed", 404, error={"code": "EnvironmentNotFound"},
                                extensions={"body": HTML % "Nothing here"},
                                diagnostics=[{"code": "invalidBody"}]),
              status_headers(**{"x-ms-error-code": "EnvironmentNotFound"}), HTML % "Nothing here", "text/html; charset=utf-8",
              "gzip"),
        Reply(200, status_record("Succeeded", endTime="2031-03-05T12:14:29.279032Z", **PROJECT_NAMED), status_headers(),
              json.dumps(status("Succeeded", endTime="2031-03-05T12:14:29.279032+00:00"), indent=2))],
    ("POST", f"{PROJECT}/users/me/devboxes/two:stop?api-version=2025-02-01"): [
        Reply(202, status_record("Running", 202, STOP, **PROJECT_NAMED), status_headers(STOP), status("Running", STOP))],
    ("GET", f"{PROJECT}/operationstatuses/{STOP}?api-version=2025-02-01"): [
        Reply(503, status_reply("requestFailed", 503, STOP, retryAfterSeconds=0), status_headers(STOP, **{"RETRY-AFTER": "0"})),
        Reply(200, status_record("Failed", operation=STOP, error={
            "code": QUOTA["code"], "message": QUOTA["message"], "innerError": QUOTA["innererror"], "extensions": {"details": []}}, **PROJECT_NAMED),
              status_headers(STOP), status("Failed", STOP, error=QUOTA), coding="gzip")],
}

# ---------------------------------------------------------------------------------------------------------------- China CDN

PURGE = "f1e0d9c8-0000-4000-8000-000000000003"
CDN = f"/subscriptions/{SUBSCRIPTION}/endpoints/{ENDPOINT}"
PLACE = {"subscriptionId": SUBSCRIPTION, "endpointId": ENDPOINT}
CDN_HEADERS = {"X-Correlation-Id": CORRELATION}


def purge(word, end=None):
    return {"Id": PURGE, "Type": "Purge", "Status": word, "Message": None, "Start": "2031-03-05T11:50:00.000Z", "End": end,
            "EndpointId": ENDPOINT, "SubscriptionId": SUBSCRIPTION}


def purge_record(state, word, **more):
    return {"service": "azure-cdn-china", "reply": "operation", "id": PURGE, "type": "Purge", "state": state,
            "sourceState": word, "startTime": "2031-03-05T11:50:00.000Z", **more, "httpStatus": 200, "traceId": CORRELATION,
            "request": PLACE}


def purge_refusal(code, word, text, **more):
    return {"service": "azure-cdn-china", "reply": "requestFailed", "id": PURGE, "error": {"code": word, "message": text},
            "httpStatus": code, **more, "traceId": CORRELATION, "request": PLACE}


def refused(word, text):
    return {"Succeeded": False, "ErrorInfo": {"Type": word, "Message": text}}


CHINA_CDN = {
    ("POST", f"{CDN}/purges?apiVersion=1.0"): [
        Reply(202, {"service": "azure-cdn-china", "reply": "operation", "id": PURGE, "state": "NotStarted",
                    "sourceState": "NotSet", "httpStatus": 202, "traceId": CORRELATION, "request": PLACE}, CDN_HEADERS,
              {"Succeeded": True, "IsAsync": True, "AsyncInfo": {"TaskTrackId": PURGE, "TaskStatus": "NotSet"}})],
    ("GET", f"{CDN}/operations/{PURGE}?apiVersion=1.0"): [
        Reply(200, purge_record("NotStarted", "NotSet"), CDN_HEADERS, purge("NotSet")),
        Reply(429, purge_refusal(429, "RequestThrottled", "Too many requests.", retryAfterSeconds=1),
              {**CDN_HEADERS, "Retry-After": "1"}, refused("RequestThrottled", "Too many requests.")),
        Reply(200, purge_record("Running", "Processing"), CDN_HEADERS, purge("Processing"), coding="gzip"),
        Reply(500, purge_refusal(500, "CredentialInvalid", "\u51ed\u636e\u65e0\u6548"), CDN_HEADERS,
              refused("CredentialInvalid", "\u51ed\u636e\u65e0\u6548"), coding="chunked"),
        Reply(200, purge_record("Succeeded", "Succeeded", endTime="2031-03-05T11:52:30.500Z"), CDN_HEADERS,
              purge("Succeeded", "2031-03-05T11:52:30.500Z"))],
}

# What such a log holds besides.
OTHERS = {
    ("POST", "/common/oauth2/v2.0/token"): [
        Reply(200, headers={"Set-Cookie": "session=" + SECRET}, body={"token_type": "Bearer", "access_token": SECRET})],
    ("GET", "/"): [Reply(200, body=HTML % "Welcome", content="text/html")],
    ("GET", "/logo.png"): [Reply(200, body=b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content="image/png")],
}

SCRIPT = {**DEVICE_UPDATE, **DEVCENTER, **CHINA_CDN, **OTHERS}


class Services(http.server.ThreadingHTTPServer):
    """Answers from the script, on a free port of the loopback interface."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.left = {request: collections.deque(replies) for request, replies in SCRIPT.items()}
        self.given = []
        self.surprises = []

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        replies = self.server.left.get((self.command, self.path))
        if not replies:
            self.server.surprises.append(f"{self.command} {self.path}")
            return self.send_error(410)
        reply = replies.popleft()
        self.server.given.append((f"{self.command} {self.path}", reply))
        if reply.status == 0:
            self.close_connection = True
            return None
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value.replace("ORIGIN", self.server.origin))
        payload = reply.payload()
        if payload:
            self.send_header("Content-Type", reply.content)
        if "gzip" in reply.coding:
            self.send_header("Content-Encoding", "gzip")
        if "chunked" in reply.coding:
            self.send_header("Transfer-Encoding", "chunked")
            middle = len(payload) // 2
            parts = [payload[:middle], payload[middle:], b""]
            payload = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
        elif reply.status != 304:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *arguments):
        pass
