# The job for jq and gojq: one document of the seed services in, one canonical record out.
def state:
  {"Succeeded": "Succeeded", "Failed": "Failed", "Running": "Running", "Processing": "Running",
   "NotStarted": "NotStarted", "NotSet": "NotStarted", "Canceled": "Canceled"}[.] // "Unknown";
def zulu: if . == null then null elif endswith("+00:00") then .[:-6] + "Z" else . end;
def said: with_entries(select(.value != null));
def failure:
  if . == null then null else
    {code: (.code // .Type), message: (.message // .Message), target, errorDetail,
     occurredTime: (.occurredDateTime | zulu),
     details: (if (.details // []) == [] then null else [.details[] | failure] end),
     innerError: ((.innererror // .innerError) | failure)} | said
  end;
(.Succeeded == false) as $isFailure
| {service: (if has("Id") or has("ErrorInfo") then "azure-cdn-china"
             elif has("id") then "azure-devcenter" else "azure-device-update" end),
   reply: (if $isFailure then "requestFailed" else "operation" end),
   id: (.operationId // .name // .Id), type: .Type,
   state: (if $isFailure then null else ((.status // .Status // "") | state) end),
   sourceState: (.status // .Status), percentComplete, message: .Message,
   createdTime: (.createdDateTime | zulu), startTime: ((.startTime // .Start) | zulu),
   lastUpdatedTime: (.lastActionDateTime | zulu), endTime: ((.endTime // .End) | zulu),
   resourceId, resourceLocation, result: .properties, error: ((.error // .ErrorInfo) | failure), traceId, etag,
   extensions: (({id, updateId, EndpointId, SubscriptionId} | said) as $rest
                | if $rest == {} then null else $rest end)}
| said
