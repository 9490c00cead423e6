// Globs of mappings: `*` is any run, ASCII case does not count.
//
//     /projects/*/operationstatuses/*
//     └── first ┘ └─── middle ─────┘ last (empty: anything)
//
// Each part between stars is looked for behind the one before, the first at the start and the last at the end; the earliest
// place is always good, so nothing is tried twice.

#include "internal.h"

static uint8_t low(uint8_t byte) {
    return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
}

/// Whether a part of a pattern stands at a place that has room for it.
static bool has_part(const uint8_t *part, size_t length, const uint8_t *place) {
    size_t offset = 0;
    while (offset < length && low(place[offset]) == part[offset]) {
        ++offset;
    }
    return offset == length;
}

bool cjson_matches_glob(const uint8_t *pattern, size_t length, const uint8_t *text, size_t count) {
    const uint8_t *end = pattern + length;
    size_t from = 0;
    bool is_first = true;
    for (;;) {
        const uint8_t *star = pattern;
        while (star < end && *star != '*') {
            ++star;
        }
        size_t part = (size_t)(star - pattern);
        bool has_room = from + part <= count;
        if (star == end) {
            // What is behind the last star must end the text; without a star, be it.
            return has_room && (!is_first || part == count) && has_part(pattern, part, text + count - part);
        }
        if (!has_room || (is_first && !has_part(pattern, part, text))) {
            return false;
        }
        if (!is_first && part > 0) {
            while (low(text[from]) != *pattern || !has_part(pattern, part, text + from)) {
                if (++from + part > count) {
                    return false;
                }
            }
        }
        from += part;
        pattern = star + 1;
        is_first = false;
    }
}
