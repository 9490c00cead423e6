"""The job for Polars: polars_converter.py IN OUT. The error is passed as it is, without its chain made uniform."""

import sys

import polars as pl

INNER = pl.Struct({"code": pl.String, "message": pl.String, "errorDetail": pl.String})
for _ in range(3):
    fields = {field.name: field.dtype for field in INNER.fields}
    INNER = pl.Struct({**{n: t for n, t in fields.items()}, "innerError": INNER, "innererror": INNER})
DETAIL = pl.Struct({"code": pl.String, "message": pl.String})
ERROR = pl.Struct({
    "code": pl.String, "message": pl.String, "target": pl.String, "details": pl.List(DETAIL),
    "occurredDateTime": pl.String, "innerError": INNER, "innererror": INNER,
})
TEXTS = [
    "operationId", "status", "resourceLocation", "traceId", "lastActionDateTime", "createdDateTime", "etag", "id",
    "name", "startTime", "endTime", "resourceId", "Id", "Type", "Status", "Message", "Start", "End", "EndpointId",
    "SubscriptionId",
]
SCHEMA = {
    **{name: pl.String for name in TEXTS},
    "updateId": pl.Struct({"provider": pl.String, "name": pl.String, "version": pl.String}),
    "percentComplete": pl.Float64,
    "properties": pl.Struct({"delayed": pl.Boolean, "hibernate": pl.Boolean, "attempts": pl.Int64}),
    "error": ERROR, "Succeeded": pl.Boolean,
    "ErrorInfo": pl.Struct({"Type": pl.String, "Message": pl.String}),
}
STATES = {
    "Succeeded": "Succeeded", "Failed": "Failed", "Running": "Running", "Processing": "Running",
    "NotStarted": "NotStarted", "NotSet": "NotStarted", "Canceled": "Canceled",
}


def zulu(column):
    return column.str.replace(r"\+00:00$", "Z")


column = pl.col
is_failure = column("Succeeded").eq_missing(False)
is_cdn = column("Id").is_not_null() | column("ErrorInfo").struct.field("Type").is_not_null()
word = pl.coalesce("status", "Status")
code = pl.coalesce(column("error").struct.field("code"), column("ErrorInfo").struct.field("Type"))
service = (
    pl.when(is_cdn).then(pl.lit("azure-cdn-china"))
    .when(column("id").is_not_null()).then(pl.lit("azure-devcenter"))
    .otherwise(pl.lit("azure-device-update"))
)
(
    pl.scan_ndjson(sys.argv[1], schema=SCHEMA)
    .select(
        service=service,
        reply=pl.when(is_failure).then(pl.lit("requestFailed")).otherwise(pl.lit("operation")),
        id_=pl.coalesce("operationId", "name", "Id"),
        type=column("Type"),
        state=pl.when(is_failure).then(None).otherwise(word.replace_strict(STATES, default="Unknown")),
        sourceState=word,
        percentComplete=column("percentComplete"),
        message=column("Message"),
        createdTime=zulu(column("createdDateTime")),
        startTime=zulu(pl.coalesce("startTime", "Start")),
        lastUpdatedTime=zulu(column("lastActionDateTime")),
        endTime=zulu(pl.coalesce("endTime", "End")),
        resourceId=column("resourceId"),
        resourceLocation=column("resourceLocation"),
        result=column("properties"),
        error=pl.struct(
            code.alias("code"), column("error").alias("chain"),
            column("ErrorInfo").struct.field("Message").alias("message"),
        ),
        traceId=column("traceId"),
        etag=column("etag"),
        extensions=pl.struct("id", "updateId", "EndpointId", "SubscriptionId"),
    )
    .rename({"id_": "id"})
    .sink_ndjson(sys.argv[2])
)
