// Matching documents against known layouts and writing their records, included once by each instruction set's file.
//
//     bytes     {"id":"7f3a","status":"Running"}
//     step 1    ^^^^^^^               its fixed bytes end with the opening quote
//     hole             ^^^^           up to the next quote, which is almost always among the next 64 bytes
//     step 2               ^^^^^^^^^^^^^^^^^^^^^^
//
// One comparison of 48 bytes proves a stretch of names, punctuation and literals that a walker would look at token by token,
// and one look at 64 bytes proves a string: no index is needed. Writing copies 32 bytes at a time: what is copied too much is
// written over by what follows.
//
// The including file says what its registers can do:
//
//     MATCH, WRITE      the names of the functions to define
//     LAYOUT_TARGET     the attribute that lets the compiler use the instructions
//     matches           whether the fixed bytes of a step stand at a place
//     stop_bytes        a bit for each byte that does not stand in a string as it is: all but ASCII, and ASCII's quote,
//                       backslash and controls
//     STOP_BLOCK        how many bytes stop_bytes looks at, 64 at most
//     copy_block        32 bytes from one place to another

#include "internal.h"
#include "layout_string.h"
#include "layout_values.h"

#include <stdbool.h>
#include <string.h>

/// Where the quote stands that ends the string around `position`, or 0 where the string is unsound or goes beyond `count`.
LAYOUT_TARGET CJSON_INLINE size_t end_of_string(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole
) {
    while (position < count) {
        uint64_t stops = stop_bytes(bytes + position);
        size_t start = position;
        position += STOP_BLOCK;
        for (; stops != 0; stops &= stops - 1) {
            size_t place = start + (size_t)__builtin_ctzll(stops);
            if (place >= count) {
                return 0;
            }
            if (bytes[place] == '"') {
                return place;
            }
            stops &= stops - 1;
            bool is_quote = bytes[place] == '\\' && bytes[place + 1] == '"';
            if (!is_quote || place + 1 == start + STOP_BLOCK) {
                position = cjson_behind_special(bytes, place, count, places, hole);
                if (position == 0) {
                    return 0;
                }
                break;
            }
            // The usual escape, known here and now: its quote is the next stop of the block.
            cjson_mark(places->escaped, hole);
        }
    }
    return 0;
}

LAYOUT_TARGET CJSON_INLINE size_t behind_blanks(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole
) {
    size_t start = position;
    while (position < count && cjson_is_blank(bytes[position])) {
        ++position;
    }
    if (position > start) {
        cjson_mark(places->rewritten, hole);
    }
    return position;
}

/// Where the bracket stands that closes the container whose opening bracket is at `position`, or 0 where what it holds is no
/// JSON, goes beyond `count`, is too deep, or has ends of lines in it.
LAYOUT_TARGET __attribute__((noinline)) static size_t end_of_container(
    const uint8_t *bytes, size_t position, size_t count, struct cjson_layout_places *places, size_t hole
) {
    // A bit for each open container, the innermost one lowest: whether it is an object.
    uint64_t objects = 0;
    unsigned depth = 0;
    for (;;) {
        // Garbage behind the end may look like JSON.
        if (position >= count) {
            return 0;
        }
        if (objects & 1) {
            if (bytes[position] != '"') {
                return 0;
            }
            position = end_of_string(bytes, position + 1, count, places, hole);
            if (position == 0) {
                return 0;
            }
            position = behind_blanks(bytes, position + 1, count, places, hole);
            if (bytes[position] != ':') {
                return 0;
            }
            position = behind_blanks(bytes, position + 1, count, places, hole);
        }
        uint8_t byte = bytes[position];
        if (byte == '"') {
            position = end_of_string(bytes, position + 1, count, places, hole);
            if (position == 0) {
                return 0;
            }
            ++position;
        } else if (byte == '{' || byte == '[') {
            if (depth == CJSON_LAYOUT_DEEPEST) {
                return 0;
            }
            ++depth;
            objects = objects << 1 | (byte == '{');
            position = behind_blanks(bytes, position + 1, count, places, hole);
            // `{` and `}`, `[` and `]` are two apart; an empty container is closed below.
            if (bytes[position] != byte + 2) {
                continue;
            }
        } else {
            size_t length = position < count ? cjson_scalar_length(bytes + position, count - position) : 0;
            if (length == 0) {
                return 0;
            }
            position += length;
        }
        // Behind a value, or in an empty container.
        for (;;) {
            position = behind_blanks(bytes, position, count, places, hole);
            if (position >= count) {
                return 0;
            }
            if (bytes[position] == ',') {
                position = behind_blanks(bytes, position + 1, count, places, hole);
                break;
            }
            if (bytes[position] != (objects & 1 ? '}' : ']')) {
                return 0;
            }
            if (--depth == 0) {
                return position;
            }
            objects >>= 1;
            ++position;
        }
    }
}

LAYOUT_TARGET int64_t MATCH(
    const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t count,
    struct cjson_layout_places *places
) {
    const struct cjson_layout_step *step = steps + first;
    size_t position = 0;
    size_t hole = 0;
    memset(places, 0, offsetof(struct cjson_layout_places, holes));
    for (;;) {
        while (!matches(step, bytes + position)) {
            if (step->sibling == 0) {
                return -1;
            }
            step = steps + step->sibling;
        }
        // The compiler would take the numbers out of the vector it compared, which takes longer than loading them.
        __asm__("" : "+r"(step));
        position += step->length;
        // Bytes behind the end may look like a layout's.
        if (position > count) {
            return -1;
        }
        if (step->hole == CJSON_LAYOUT_STRING) {
            size_t close = end_of_string(bytes, position, count, places, hole);
            places->holes[2 * hole] = (uint32_t)position;
            places->holes[2 * hole + 1] = (uint32_t)close;
            ++hole;
            // An empty string is another layout's; 0 is none.
            if (close <= position) {
                return -1;
            }
            position = close;
        } else if (step->hole == CJSON_LAYOUT_NUMBER) {
            size_t stop = position;
            while (stop < count && cjson_makes_numbers(bytes[stop])) {
                ++stop;
            }
            if (stop == position) {
                return -1;
            }
            places->holes[2 * hole] = (uint32_t)position;
            places->holes[2 * hole + 1] = (uint32_t)stop;
            ++hole;
            position = stop;
        } else if (step->hole >= CJSON_LAYOUT_END) {
            if (step->hole == CJSON_LAYOUT_END) {
                places->end = position;
                return (int64_t)step->layout;
            }
            size_t close = end_of_container(bytes, position - 1, count, places, hole);
            places->holes[2 * hole] = (uint32_t)position;
            places->holes[2 * hole + 1] = (uint32_t)close;
            ++hole;
            if (close == 0) {
                return -1;
            }
            position = close;
        }
        step = steps + step->child;
    }
}

LAYOUT_TARGET CJSON_INLINE uint8_t *copy_bytes(uint8_t *target, const uint8_t *source, size_t count) {
    copy_block(target, source);
    for (size_t offset = 32; offset < count; offset += 32) {
        copy_block(target + offset, source + offset);
    }
    return target + count;
}

LAYOUT_TARGET size_t WRITE(
    const struct cjson_layout_operation *operations, size_t first, size_t count, const uint8_t *literals,
    const uint8_t *bytes, const struct cjson_layout_places *places, uint8_t **cursor
) {
    uint8_t *target = *cursor;
    size_t number = first;
    for (; number < count; ++number) {
        const struct cjson_layout_operation *operation = operations + number;
        size_t start = cjson_hole_start(places, operation->hole);
        size_t end = cjson_hole_end(places, operation->hole);
        const uint8_t *text = bytes + start;
        switch (operation->kind) {
        case CJSON_LAYOUT_TEXT:
            if (cjson_hole_is_rewritten(places, operation->hole)) {
                goto left;
            }
            target = copy_bytes(target, literals + operation->start, operation->count);
            target = copy_bytes(target, text, end - start);
            continue;
        case CJSON_LAYOUT_PLAIN_TIME: {
            size_t kept = cjson_plain_time(text, end - start);
            if (kept == 0) {
                goto left;
            }
            target = copy_bytes(target, literals + operation->start, operation->count);
            copy_block(target, text);
            target[kept] = 'Z';
            target += kept + 1;
            continue;
        }
        case CJSON_LAYOUT_LITERAL:
            target = copy_bytes(target, literals + operation->start, operation->count);
            continue;
        case CJSON_LAYOUT_NUMBER_TEXT:
        case CJSON_LAYOUT_PERCENTAGE:
            if (!cjson_is_plain_number(text, end - start, operation->kind == CJSON_LAYOUT_PERCENTAGE)) {
                goto left;
            }
            target = copy_bytes(target, literals + operation->start, operation->count);
            target = copy_bytes(target, text, end - start);
            continue;
        case CJSON_LAYOUT_GLOB:
            if (cjson_hole_is_escaped(places, operation->hole)
                || cjson_matches_glob(literals + operation->start, operation->count, text, end - start)
                    != ((operation->flags & CJSON_LAYOUT_IS_MATCH) != 0)) {
                goto left;
            }
            continue;
        case CJSON_LAYOUT_CODE:
            if (cjson_hole_is_escaped(places, operation->hole) || cjson_is_about_blank(text, end - start)) {
                goto left;
            }
            continue;
        case CJSON_LAYOUT_MESSAGE:
            if (cjson_begins_like_json(text, end - start)) {
                goto left;
            }
            continue;
        default:
            goto left;
        }
    }
left:
    *cursor = target;
    return number;
}
