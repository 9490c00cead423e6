// The kernel in plain C, one byte after the other, and the search for the first fault that it stands on.
//
//     sound?   UTF-8 sequence by sequence; strings from quote to quote; in strings each escape whole
//     index    only then: one pass that knows nothing can be wrong
//
// This is the kernel to read to know what the others compute, and the one that every test measures them by.

#include "internal.h"
#include "string_contents.h"

enum cjson_fault cjson_first_fault(const uint8_t *bytes, size_t count, size_t *offset) {
    size_t at = 0;
    size_t opening = 0;
    int inside = 0;
    while (at < count) {
        uint8_t byte = bytes[at];
        enum cjson_fault fault = CJSON_SOUND;
        if (byte == '"') {
            opening = at;
            inside = !inside;
            at += 1;
        } else if (byte == '\\' && inside) {
            fault = cjson_read_escape(bytes, count, &at);
        } else if (byte == '\\') {
            int pair = count - at > 1 && (bytes[at + 1] == '"' || bytes[at + 1] == '\\');
            at += pair ? 2 : 1;
        } else if (byte < 0x20 && inside) {
            fault = CJSON_CONTROL_CHARACTER;
        } else {
            size_t length = cjson_sequence_length(bytes, count, at);
            fault = length ? CJSON_SOUND : CJSON_INVALID_UTF8;
            at += length;
        }
        if (fault) {
            *offset = fault == CJSON_UNTERMINATED_STRING ? opening : at;
            return fault;
        }
    }
    *offset = inside ? opening : count;
    return inside ? CJSON_UNTERMINATED_STRING : CJSON_SOUND;
}

static int is_white(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static int is_structural(uint8_t byte) {
    return byte == '{' || byte == '}' || byte == '[' || byte == ']' || byte == ':' || byte == ',';
}

/// Whether canonical text cannot take the byte as it is, wherever it stands.
static int is_special(uint8_t byte) {
    return byte == '\\' || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2;
}

int64_t cjson_index_scalar(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention) {
    size_t offset;
    if (count > UINT32_MAX || cjson_first_fault(bytes, count, &offset)) {
        return -1;
    }
    memset(attention, 0, (count / 64 + 2) * sizeof *attention);
    int64_t found = 0;
    int inside = 0;
    int escaped = 0;
    int in_scalar = 0;
    for (size_t at = 0; at < count; at++) {
        uint8_t byte = bytes[at];
        int quote = byte == '"' && !escaped;
        int structural = is_structural(byte) && !inside;
        int white = is_white(byte) && !inside;
        int scalar = !inside && !quote && !structural && !white;
        if (quote || structural || (scalar && !in_scalar)) {
            tokens[found++] = (uint32_t)at;
        }
        if (white || is_special(byte)) {
            attention[at / 64] |= (uint64_t)1 << at % 64;
        }
        inside ^= quote;
        escaped = byte == '\\' && !escaped;
        in_scalar = scalar;
    }
    return found;
}
