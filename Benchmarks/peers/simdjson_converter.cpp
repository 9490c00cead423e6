// The yardstick: what a C++ programmer writes by hand with simdjson On-Demand for the seed services.
//
//   simdjson_converter IN PASSES    converts in memory PASSES times, prints the median in MB/s
//   simdjson_converter IN OUT -     converts once, IN to OUT, as a whole process would
//
// One pass over each document: members go to slots by length and name, then the record is written in canonical order.
// It does less than the library, in its own favour: values that are only copied are not validated (On-Demand looks at
// what is asked for), white space inside copied values stays, members that occur twice or times that are none are not
// noticed, the members of an error come in the order of the document, and one member name tells the services apart.

#include "simdjson.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

using simdjson::ondemand::object;
using simdjson::ondemand::value;
using std::string;
using std::string_view;

namespace {

/// The slots of one document: raw JSON, empty where the member is not there.
struct Record {
    string_view id, path, type, status, percent, message, created, started, updated, ended;
    string_view resource_id, location, result, trace, etag;
    bool is_cdn = false, is_dev_center = false, has_failed = false, has_error = false;
};

string_view raw(value member) {
    string_view text;
    if (member.raw_json().get(text)) {
        return {};
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return text;
}

bool says_something(string_view text) {
    return !text.empty() && text != "null";
}

template <size_t length>
void write(string &out, const char (&prefix)[length], string_view text) {
    if (says_something(text)) {
        out.append(prefix, length - 1);
        out.append(text);
    }
}

/// A time, with the offset of UTC written as `Z`.
template <size_t length>
void write_time(string &out, const char (&prefix)[length], string_view text) {
    if (!says_something(text)) {
        return;
    }
    out.append(prefix, length - 1);
    if (text.size() > 8 && text.substr(text.size() - 7) == "+00:00\"") {
        out.append(text.substr(0, text.size() - 7));
        out.append("Z\"", 2);
    } else {
        out.append(text);
    }
}

void write_error(string &out, object error) {
    size_t start = out.size();
    for (auto field : error) {
        string_view name = field.escaped_key();
        value member = field.value();
        if (name == "innererror" || name == "innerError") {
            object inner;
            if (!member.get_object().get(inner)) {
                out.append(",\"innerError\":", 14);
                write_error(out, inner);
            }
        } else if (name == "details") {
            simdjson::ondemand::array elements;
            if (member.get_array().get(elements)) {
                continue;
            }
            size_t before = out.size();
            out.append(",\"details\":", 11);
            size_t open = out.size();
            for (auto element : elements) {
                out.push_back(out.size() == open ? '[' : ',');
                object detail;
                if (!element.get_object().get(detail)) {
                    write_error(out, detail);
                }
            }
            if (out.size() == open) {
                out.resize(before);
            } else {
                out.push_back(']');
            }
        } else if (name == "occurredDateTime") {
            write_time(out, ",\"occurredTime\":", raw(member));
        } else if (name == "code" || name == "Type") {
            write(out, ",\"code\":", raw(member));
        } else if (name == "message" || name == "Message") {
            write(out, ",\"message\":", raw(member));
        } else if (name == "target") {
            write(out, ",\"target\":", raw(member));
        } else if (name == "errorDetail") {
            write(out, ",\"errorDetail\":", raw(member));
        } else {
            out.append(",\"", 2);
            out.append(name);
            out.append("\":", 2);
            out.append(raw(member));
        }
    }
    if (out.size() == start) {
        out.push_back('{');
    } else {
        out[start] = '{';
    }
    out.push_back('}');
}

string_view state(string_view word) {
    if (word == "Succeeded") return "Succeeded";
    if (word == "Running" || word == "Processing") return "Running";
    if (word == "Failed") return "Failed";
    if (word == "NotStarted" || word == "NotSet") return "NotStarted";
    if (word == "Canceled") return "Canceled";
    return "Unknown";
}

/// Puts a member into its slot; false where no slot has that name.
bool take(Record &record, string_view name, value member, string &error) {
    switch (name.size()) {
    case 2:
        if (name == "id") return record.is_dev_center = true, record.path = raw(member), true;
        if (name == "Id") return record.is_cdn = true, record.id = raw(member), true;
        return false;
    case 3: return name == "End" ? (record.ended = raw(member), true) : false;
    case 4:
        if (name == "name") return record.id = raw(member), true;
        if (name == "etag") return record.etag = raw(member), true;
        if (name == "Type") return record.type = raw(member), true;
        return false;
    case 5:
        if (name == "Start") return record.started = raw(member), true;
        if (name == "error") {
            object inner;
            if (!member.get_object().get(inner)) {
                record.has_error = true;
                write_error(error, inner);
            }
            return true;
        }
        return false;
    case 6:
        if (name == "status" || name == "Status") return record.status = raw(member), true;
        return false;
    case 7:
        if (name == "traceId") return record.trace = raw(member), true;
        if (name == "Message") return record.message = raw(member), true;
        if (name == "endTime") return record.ended = raw(member), true;
        return false;
    case 9:
        if (name == "startTime") return record.started = raw(member), true;
        if (name == "Succeeded") return record.has_failed = raw(member) == "false", true;
        if (name == "ErrorInfo") {
            record.is_cdn = true;
            object inner;
            if (!member.get_object().get(inner)) {
                record.has_error = true;
                write_error(error, inner);
            }
            return true;
        }
        return false;
    case 10:
        if (name == "resourceId") return record.resource_id = raw(member), true;
        if (name == "properties") return record.result = raw(member), true;
        return false;
    case 11: return name == "operationId" ? (record.id = raw(member), true) : false;
    case 15:
        if (name == "createdDateTime") return record.created = raw(member), true;
        if (name == "percentComplete") return record.percent = raw(member), true;
        return false;
    case 16: return name == "resourceLocation" ? (record.location = raw(member), true) : false;
    case 18: return name == "lastActionDateTime" ? (record.updated = raw(member), true) : false;
    default: return false;
    }
}

void write_record(string &out, const Record &record, const string &error, const string &extensions) {
    out.append("{\"service\":\"");
    out.append(record.is_cdn ? "azure-cdn-china" : record.is_dev_center ? "azure-devcenter" : "azure-device-update");
    out.append(record.has_failed ? "\",\"reply\":\"requestFailed\"" : "\",\"reply\":\"operation\"");
    write(out, ",\"id\":", record.id);
    write(out, ",\"type\":", record.type);
    if (!record.has_failed) {
        string_view word = record.status.size() < 2 ? string_view() : record.status.substr(1, record.status.size() - 2);
        out.append(",\"state\":\"");
        out.append(state(word));
        out.push_back('"');
        write(out, ",\"sourceState\":", record.status);
    }
    write(out, ",\"percentComplete\":", record.percent);
    write(out, ",\"message\":", record.message);
    write_time(out, ",\"createdTime\":", record.created);
    write_time(out, ",\"startTime\":", record.started);
    write_time(out, ",\"lastUpdatedTime\":", record.updated);
    write_time(out, ",\"endTime\":", record.ended);
    write(out, ",\"resourceId\":", record.resource_id);
    write(out, ",\"resourceLocation\":", record.location);
    write(out, ",\"result\":", record.result);
    if (record.has_error) {
        out.append(",\"error\":");
        out.append(error);
    }
    write(out, ",\"traceId\":", record.trace);
    write(out, ",\"etag\":", record.etag);
    if (record.is_dev_center || !extensions.empty()) {
        out.append(",\"extensions\":{");
        if (record.is_dev_center) {
            out.append("\"id\":");
            out.append(record.path);
            out.append(extensions);
        } else {
            out.append(extensions, 1);
        }
        out.push_back('}');
    }
    out.append("}\n");
}

/// Converts all documents; a full buffer is written to `file`, or dropped where there is none.
bool convert(const simdjson::padded_string &input, FILE *file) {
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(input, 1 << 20).get(documents)) {
        return false;
    }
    string out, error, extensions;
    out.reserve(2 << 20);
    for (auto document : documents) {
        object members;
        if (document.get_object().get(members)) {
            continue;
        }
        Record record;
        error.clear();
        extensions.clear();
        for (auto field : members) {
            string_view name = field.escaped_key();
            value member = field.value();
            if (!take(record, name, member, error)) {
                extensions.append(",\"", 2);
                extensions.append(name);
                extensions.append("\":", 2);
                extensions.append(raw(member));
            }
        }
        write_record(out, record, error, extensions);
        if (out.size() > 1 << 20) {
            if (file != nullptr) {
                fwrite(out.data(), 1, out.size(), file);
            }
            out.clear();
        }
    }
    return file == nullptr || fwrite(out.data(), 1, out.size(), file) == out.size();
}

}  // namespace

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: simdjson_converter IN PASSES | simdjson_converter IN OUT -\n", stderr);
        return 2;
    }
    simdjson::padded_string input;
    if (simdjson::padded_string::load(arguments[1]).get(input)) {
        return 3;
    }
    if (count > 3) {
        FILE *file = fopen(arguments[2], "w");
        bool is_done = file != nullptr && convert(input, file);
        return file != nullptr && fclose(file) == 0 && is_done ? 0 : 3;
    }
    std::vector<double> speeds;
    int passes = std::max(atoi(arguments[2]), 1);
    convert(input, nullptr);
    for (int pass = 0; pass < passes; pass++) {
        auto start = std::chrono::steady_clock::now();
        convert(input, nullptr);
        std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        speeds.push_back(static_cast<double>(input.size()) / seconds.count() / 1e6);
    }
    std::sort(speeds.begin(), speeds.end());
    printf("%.1f\n", speeds[speeds.size() / 2]);
}
