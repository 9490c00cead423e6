// The kernel in plain C, one byte after the other, and the search for the first fault that it stands on.
//
//     sound?   UTF-8 sequence by sequence; strings from quote to quote; in strings each escape whole
//     index    only then: one pass that knows nothing can be wrong
//
// This is the kernel to read to know what the others compute, and the one that every test measures them by.

#include "internal.h"

/// The length of the well-formed UTF-8 sequence at `at`, or 0 (Unicode 16, table 3-7).
static size_t sequence_length(const uint8_t *bytes, size_t count, size_t at) {
    uint8_t lead = bytes[at];
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (count - at < length) {
        return 0;
    }
    uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[at + 1] < lowest || bytes[at + 1] > highest) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((bytes[at + i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/// What stands at a place where `\uXXXX` may.
enum unit {
    NO_UNIT,
    CUT_OFF,
    PLAIN,
    HIGH_SURROGATE,
    LOW_SURROGATE,
};

static enum unit unit_at(const uint8_t *bytes, size_t count, size_t at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 6; i++) {
        if (at + i >= count) {
            return CUT_OFF;
        }
        uint8_t byte = bytes[at + i];
        uint32_t digit = cjson_hexadecimal_digit(byte);
        if (i == 0 ? byte != '\\' : i == 1 ? byte != 'u' : digit > 15) {
            return NO_UNIT;
        }
        value = i < 2 ? 0 : value << 4 | digit;
    }
    if (value < 0xD800 || value > 0xDFFF) {
        return PLAIN;
    }
    return value < 0xDC00 ? HIGH_SURROGATE : LOW_SURROGATE;
}

/// Reads the escape whose backslash is at `*at`, which moves behind it (behind both halves of a surrogate pair).
///
/// An escape that the end cuts off is no fault of its own: what is wrong is that the string does not end.
static enum cjson_fault read_escape(const uint8_t *bytes, size_t count, size_t *at) {
    if (*at + 1 >= count) {
        return CJSON_UNTERMINATED_STRING;
    }
    switch (bytes[*at + 1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
        *at += 2;
        return CJSON_SOUND;
    case 'u':
        break;
    default:
        return CJSON_INVALID_ESCAPE;
    }
    switch (unit_at(bytes, count, *at)) {
    case NO_UNIT:
        return CJSON_INVALID_ESCAPE;
    case CUT_OFF:
        return CJSON_UNTERMINATED_STRING;
    case PLAIN:
        *at += 6;
        return CJSON_SOUND;
    case LOW_SURROGATE:
        return CJSON_LONE_SURROGATE;
    case HIGH_SURROGATE:
        break;
    }
    switch (unit_at(bytes, count, *at + 6)) {
    case LOW_SURROGATE:
        *at += 12;
        return CJSON_SOUND;
    case CUT_OFF:
        return CJSON_UNTERMINATED_STRING;
    default:
        return CJSON_LONE_SURROGATE;
    }
}

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
            fault = read_escape(bytes, count, &at);
        } else if (byte == '\\') {
            int pair = count - at > 1 && (bytes[at + 1] == '"' || bytes[at + 1] == '\\');
            at += pair ? 2 : 1;
        } else if (byte < 0x20 && inside) {
            fault = CJSON_CONTROL_CHARACTER;
        } else {
            size_t length = sequence_length(bytes, count, at);
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
