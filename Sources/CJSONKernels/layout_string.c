// What stands in strings beside plain ASCII, one after another:
//
//     \" \\ \b \f \n \r \t      canonical as they are, but the string is not what its bytes are
//     \/ \uXXXX                 to be rewritten
//     UTF-8                     checked as the index does (RFC 3629); a few characters are to be rewritten

#include "layout_string.h"

#include <stdbool.h>

static bool continues(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

/// The length of the escape whose backslash stands here, or 0.
static size_t escape_length(const uint8_t *bytes, bool *is_short) {
    *is_short = false;
    switch (bytes[1]) {
    case '"':
    case '\\':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        *is_short = true;
        return 2;
    case '/':
        return 2;
    case 'u': {
        uint32_t unit = cjson_hexadecimal(bytes + 2);
        if (unit > 0xFFFF || (unit & 0xFC00) == 0xDC00) {
            return 0;
        }
        if ((unit & 0xFC00) != 0xD800) {
            return 6;
        }
        bool is_pair = bytes[6] == '\\' && bytes[7] == 'u' && (cjson_hexadecimal(bytes + 8) & ~0x3FFu) == 0xDC00;
        return is_pair ? 12 : 0;
    }
    default:
        return 0;
    }
}

/// The length of the character beyond ASCII that begins here, or 0; whether canonical text escapes it (CanonicalEscape in
/// Swift has the list).
static size_t character_length(const uint8_t *bytes, bool *is_hiding) {
    uint8_t lead = bytes[0];
    uint8_t next = bytes[1];
    if (lead < 0xC2 || lead > 0xF4 || !continues(next)) {
        return 0;
    }
    if (lead < 0xE0) {
        *is_hiding = (lead == 0xC2 && next < 0xA0) || (lead == 0xD8 && next == 0x9C);
        return 2;
    }
    uint8_t third = bytes[2];
    if (!continues(third)) {
        return 0;
    }
    if (lead < 0xF0) {
        *is_hiding = lead == 0xE2
            && ((next == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE)))
                || (next == 0x81 && third >= 0xA6 && third <= 0xA9));
        bool is_longer = lead == 0xE0 && next < 0xA0;
        bool is_surrogate = lead == 0xED && next >= 0xA0;
        return is_longer || is_surrogate ? 0 : 3;
    }
    *is_hiding = false;
    bool is_longer = lead == 0xF0 && next < 0x90;
    bool is_too_large = lead == 0xF4 && next >= 0x90;
    return is_longer || is_too_large || !continues(bytes[3]) ? 0 : 4;
}

size_t cjson_behind_special(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole
) {
    bool is_kept = true;
    bool is_escaped = false;
    if (bytes[position] == '\\') {
        size_t length = escape_length(bytes + position, &is_kept);
        if (length == 0) {
            return 0;
        }
        is_escaped = true;
        position += length;
    } else if (bytes[position] == 0x7F) {
        is_kept = false;
        ++position;
    } else if (bytes[position] < 0x20) {
        return 0;
    }
    // One character beyond ASCII is rarely alone.
    while (position <= count && bytes[position] >= 0x80) {
        bool is_hiding;
        size_t length = character_length(bytes + position, &is_hiding);
        if (length == 0) {
            return 0;
        }
        is_kept = is_kept && !is_hiding;
        position += length;
    }
    if (is_escaped || !is_kept) {
        cjson_mark(places->escaped, hole);
    }
    if (!is_kept) {
        cjson_mark(places->rewritten, hole);
    }
    return position;
}
