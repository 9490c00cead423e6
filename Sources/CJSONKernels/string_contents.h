// What stands in strings beside plain ASCII, one character or escape at a time: for the kernel in plain C, and for layouts.

#ifndef C_JSON_KERNELS_STRING_CONTENTS_H
#define C_JSON_KERNELS_STRING_CONTENTS_H

#include "internal.h"

/// The length of the well-formed UTF-8 sequence at `at`, or 0 (Unicode 16, table 3-7).
CJSON_INLINE size_t cjson_sequence_length(const uint8_t *bytes, size_t count, size_t at) {
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
enum cjson_unit {
    CJSON_NO_UNIT,
    CJSON_CUT_OFF,
    CJSON_PLAIN,
    CJSON_HIGH_SURROGATE,
    CJSON_LOW_SURROGATE,
};

CJSON_INLINE enum cjson_unit cjson_unit_at(const uint8_t *bytes, size_t count, size_t at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 6; i++) {
        if (at + i >= count) {
            return CJSON_CUT_OFF;
        }
        uint8_t byte = bytes[at + i];
        uint32_t digit = cjson_hexadecimal_digit(byte);
        if (i == 0 ? byte != '\\' : i == 1 ? byte != 'u' : digit > 15) {
            return CJSON_NO_UNIT;
        }
        value = i < 2 ? 0 : value << 4 | digit;
    }
    if (value < 0xD800 || value > 0xDFFF) {
        return CJSON_PLAIN;
    }
    return value < 0xDC00 ? CJSON_HIGH_SURROGATE : CJSON_LOW_SURROGATE;
}

/// Reads the escape whose backslash is at `*at`, which moves behind it (behind both halves of a surrogate pair).
///
/// An escape that the end cuts off is no fault of its own: what is wrong is that the string does not end.
CJSON_INLINE enum cjson_fault cjson_read_escape(const uint8_t *bytes, size_t count, size_t *at) {
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
    switch (cjson_unit_at(bytes, count, *at)) {
    case CJSON_NO_UNIT:
        return CJSON_INVALID_ESCAPE;
    case CJSON_CUT_OFF:
        return CJSON_UNTERMINATED_STRING;
    case CJSON_PLAIN:
        *at += 6;
        return CJSON_SOUND;
    case CJSON_LOW_SURROGATE:
        return CJSON_LONE_SURROGATE;
    case CJSON_HIGH_SURROGATE:
        break;
    }
    switch (cjson_unit_at(bytes, count, *at + 6)) {
    case CJSON_LOW_SURROGATE:
        *at += 12;
        return CJSON_SOUND;
    case CJSON_CUT_OFF:
        return CJSON_UNTERMINATED_STRING;
    default:
        return CJSON_LONE_SURROGATE;
    }
}

#endif
