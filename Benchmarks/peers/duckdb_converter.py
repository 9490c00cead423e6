"""The job for DuckDB: duckdb_converter.py IN OUT. The error is passed as it is, without its chain made uniform."""

import sys

import duckdb

CONNECTION = duckdb.connect(config={"threads": 1})
CONNECTION.execute(
    """
    COPY (
        SELECT
            CASE WHEN json_exists(j, '$.Id') OR json_exists(j, '$.ErrorInfo') THEN 'azure-cdn-china'
                 WHEN json_exists(j, '$.id') THEN 'azure-devcenter' ELSE 'azure-device-update' END AS service,
            CASE WHEN j->>'$.Succeeded' = 'false' THEN 'requestFailed' ELSE 'operation' END AS reply,
            coalesce(j->>'$.operationId', j->>'$.name', j->>'$.Id') AS id,
            j->>'$.Type' AS type,
            CASE WHEN j->>'$.Succeeded' = 'false' THEN NULL ELSE
                CASE coalesce(j->>'$.status', j->>'$.Status')
                    WHEN 'Succeeded' THEN 'Succeeded' WHEN 'Failed' THEN 'Failed' WHEN 'Running' THEN 'Running'
                    WHEN 'Processing' THEN 'Running' WHEN 'NotStarted' THEN 'NotStarted'
                    WHEN 'NotSet' THEN 'NotStarted' WHEN 'Canceled' THEN 'Canceled' ELSE 'Unknown' END
            END AS state,
            coalesce(j->>'$.status', j->>'$.Status') AS sourceState,
            j->'$.percentComplete' AS percentComplete,
            j->>'$.Message' AS message,
            regexp_replace(j->>'$.createdDateTime', '\\+00:00$', 'Z') AS createdTime,
            regexp_replace(coalesce(j->>'$.startTime', j->>'$.Start'), '\\+00:00$', 'Z') AS startTime,
            regexp_replace(j->>'$.lastActionDateTime', '\\+00:00$', 'Z') AS lastUpdatedTime,
            regexp_replace(coalesce(j->>'$.endTime', j->>'$.End'), '\\+00:00$', 'Z') AS endTime,
            j->>'$.resourceId' AS resourceId,
            j->>'$.resourceLocation' AS resourceLocation,
            j->'$.properties' AS result,
            coalesce(j->'$.error', j->'$.ErrorInfo') AS error,
            j->>'$.traceId' AS traceId,
            j->>'$.etag' AS etag,
            {'id': j->'$.id', 'updateId': j->'$.updateId', 'EndpointId': j->'$.EndpointId',
             'SubscriptionId': j->'$.SubscriptionId'} AS extensions
        FROM (SELECT json AS j FROM read_ndjson_objects($source))
    ) TO '$target' (FORMAT json)
    """.replace("$source", "'" + sys.argv[1] + "'").replace("'$target'", "'" + sys.argv[2] + "'")
)
