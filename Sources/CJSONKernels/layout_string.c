// What stands in strings beside plain ASCII, one after another:
//
//     \" \\ \b \f \n \r \t      canonical as they are, but the string is not what its bytes are
//     \/ \uXXXX                 to be rewritten
//     UTF-8                     a few characters are to be rewritten

#include "layout_string.h"
#include "string_contents.h"

#include <stdbool.h>

/// Whether canonical text escapes a character beyond ASCII (CanonicalEscape in Swift has the list).
static bool is_hiding(const uint8_t *bytes) {
    switch (bytes[0]) {
    case 0xC2:
        return bytes[1] < 0xA0;
    case 0xD8:
        return bytes[1] == 0x9C;
    case 0xE2:
        return (bytes[1] == 0x80 && (bytes[2] == 0x8E || bytes[2] == 0x8F || (bytes[2] >= 0xA8 && bytes[2] <= 0xAE)))
            || (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9);
    default:
        return false;
    }
}

size_t cjson_behind_special(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole
) {
    bool is_kept = true;
    bool is_escaped = false;
    if (bytes[position] == '\\') {
        uint8_t escaped = bytes[position + 1];
        if (cjson_read_escape(bytes, count, &position) != CJSON_SOUND) {
            return 0;
        }
        is_escaped = true;
        is_kept = escaped != '/' && escaped != 'u';
    } else if (bytes[position] == 0x7F) {
        is_kept = false;
        ++position;
    } else if (bytes[position] < 0x20) {
        return 0;
    }
    // One character beyond ASCII is rarely alone.
    while (position < count && bytes[position] >= 0x80) {
        size_t length = cjson_sequence_length(bytes, count, position);
        if (length == 0) {
            return 0;
        }
        is_kept = is_kept && !is_hiding(bytes + position);
        position += length;
    }
    if (is_escaped || !is_kept) {
        cjson_mark(places->escaped, hole);
    }
    if (!is_kept) {
        cjson_mark(places->respelled, hole);
        cjson_mark(places->rewritten, hole);
    }
    return position;
}
