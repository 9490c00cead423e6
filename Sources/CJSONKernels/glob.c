// Globs of mappings: `*` is any run, ASCII case does not count.
//
//     /projects/*/operationstatuses/*
//     └── first ┘ └─── middle ─────┘ last (empty: anything)
//
// Each part between stars is looked for behind the one before, the first at the start and the last at the end; the earliest
// place is always good, so nothing is tried twice.

#include "internal.h"

#include <string.h>

static uint8_t low(uint8_t byte) {
    return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
}

/// Eight bytes, their ASCII letters low.
static uint64_t low_word(const uint8_t *bytes) {
    uint64_t word = cjson_word_at(bytes);
    const uint64_t ones = 0x0101010101010101;
    uint64_t sevens = word & 0x7F * ones;
    // The top bit of each byte: at least 'A', at most 'Z', and ASCII.
    uint64_t letters = (sevens + (0x80 - 'A') * ones) & ~(sevens + (0x7F - 'Z') * ones) & ~word & 0x80 * ones;
    return word | letters >> 2;
}

/// Whether a part of a pattern stands at a place that has room for it: eight bytes at a time, the last eight again.
static bool has_part(const uint8_t *part, size_t length, const uint8_t *place) {
    size_t offset = 0;
    if (length >= 8) {
        for (; offset + 8 < length; offset += 8) {
            if (low_word(place + offset) != cjson_word_at(part + offset)) {
                return false;
            }
        }
        return low_word(place + length - 8) == cjson_word_at(part + length - 8);
    }
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
        const uint8_t *star = memchr(pattern, '*', (size_t)(end - pattern));
        if (star == NULL) {
            star = end;
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
