// Copying JSON without the blanks between its tokens.

#include "internal.h"

#include <stdbool.h>

size_t cjson_copy_without_blanks(uint8_t *target, const uint8_t *json, size_t count) {
    uint8_t *end = target;
    bool is_inside = false;
    for (size_t position = 0; position < count; ++position) {
        uint8_t byte = json[position];
        *end = byte;
        end += is_inside || !cjson_is_blank(byte);
        if (byte == '"') {
            is_inside = !is_inside;
        } else if (byte == '\\' && position + 1 < count) {
            // Whatever is escaped, a quote above all, is of the string.
            *end++ = json[++position];
        }
    }
    return (size_t)(end - target);
}
