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

#include <stdbool.h>
#include <string.h>

CJSON_INLINE bool makes_numbers(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || byte == '.' || byte == '-' || byte == '+' || (byte | 0x20) == 'e';
}

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
            while (stop < count && makes_numbers(bytes[stop])) {
                ++stop;
            }
            if (stop == position) {
                return -1;
            }
            places->holes[2 * hole] = (uint32_t)position;
            places->holes[2 * hole + 1] = (uint32_t)stop;
            ++hole;
            position = stop;
        } else if (step->hole == CJSON_LAYOUT_END) {
            places->end = position;
            return (int64_t)step->layout;
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

CJSON_INLINE uint64_t word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/// How much of a text of the form YYYY-MM-DDTHH:MM:SS[.f...](Z|+00:00|-00:00) stands before its offset, up to nine digits
/// of fraction; 0 where it has another form, or names no day or time of day. See PlainTime in Swift for the arithmetic.
CJSON_INLINE size_t plain_time(const uint8_t *text, size_t count) {
    if (count < 20) {
        return 0;
    }
    uint64_t date = word_at(text) ^ 0x2D30302D30303030;
    uint64_t time = word_at(text + 8) ^ 0x30303A3030543030;
    uint64_t tail = word_at(text + 12) >> 32;
    uint64_t seconds = (tail & 0xFFFFFF) ^ 0x30303A;
    uint64_t wrong = (date | (date + 0x7F767E7F76767676)) | (time | (time + 0x767A7F767D7F767C))
        | (seconds | (seconds + 0x767A7F));
    if (wrong & 0x8080808080808080) {
        return 0;
    }
    uint64_t dates = date * 10 + (date >> 8);
    uint64_t times = time * 10 + (time >> 8);
    uint64_t month = dates >> 40 & 0xFF;
    uint64_t day = times & 0xFF;
    // Months of 31 days are the odd ones up to July and the even ones behind; leap days are for the caller to see.
    uint64_t days = month == 2 ? 28 : 30 + ((month + (month >> 3)) & 1);
    if (month - 1 >= 12 || day - 1 >= days || (times >> 24 & 0xFF) >= 24) {
        return 0;
    }
    size_t end;
    if (text[count - 1] == 'Z') {
        end = count - 1;
    } else {
        uint64_t offset = word_at(text + count - 8) >> 16;
        if (count < 25 || (offset != 0x30303A30302B && offset != 0x30303A30302D)) {
            return 0;
        }
        end = count - 6;
    }
    if (end == 19) {
        return end;
    }
    size_t digits = end - 20;
    if (tail >> 24 != '.' || digits - 1 >= 9) {
        return 0;
    }
    uint64_t kept = (digits < 8 ? digits : 8) * 8;
    uint64_t fraction = (word_at(text + end - 8) ^ 0x3030303030303030) >> (64 - kept);
    if ((fraction | (fraction + 0x7676767676767676)) & 0x8080808080808080) {
        return 0;
    }
    return digits < 9 || (uint8_t)(text[20] - '0') < 10 ? end : 0;
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
        if (operation->kind == CJSON_LAYOUT_TEXT) {
            if (cjson_hole_is_rewritten(places, operation->hole)) {
                break;
            }
            target = copy_bytes(target, literals + operation->start, operation->count);
            target = copy_bytes(target, bytes + start, end - start);
        } else if (operation->kind == CJSON_LAYOUT_PLAIN_TIME) {
            size_t kept = plain_time(bytes + start, end - start);
            if (kept == 0) {
                break;
            }
            target = copy_bytes(target, literals + operation->start, operation->count);
            copy_block(target, bytes + start);
            target[kept] = 'Z';
            target += kept + 1;
        } else if (operation->kind == CJSON_LAYOUT_LITERAL) {
            target = copy_bytes(target, literals + operation->start, operation->count);
        } else {
            break;
        }
    }
    *cursor = target;
    return number;
}
