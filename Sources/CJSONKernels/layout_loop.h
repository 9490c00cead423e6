// Matching documents against known layouts and writing their records, included once by each instruction set's file.
//
//     bytes     {"id":"7f3a","status":"Running"}
//     step 1    ^^^^^^^               its last token is the opening quote, so the next token closes the string
//     hole             ^^^^
//     step 2               ^^^^^^^^^^^^^^^^^^^^^^
//
// One comparison of 48 bytes proves a stretch of names, punctuation and literals that a walker would look at token by token.
// Writing copies 32 bytes at a time: what is copied too much is written over by what follows.
//
// The including file says what its registers can do:
//
//     MATCH, WRITE      the names of the functions to define
//     LAYOUT_TARGET     the attribute that lets the compiler use the instructions
//     matches           whether the fixed bytes of a step stand at a place
//     copy_block        32 bytes from one place to another

#include "internal.h"

#include <stdbool.h>
#include <string.h>

CJSON_INLINE bool makes_numbers(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || byte == '.' || byte == '-' || byte == '+' || (byte | 0x20) == 'e';
}

LAYOUT_TARGET int64_t MATCH(
    const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t start, size_t end,
    const uint32_t *tokens, uint32_t *holes, size_t *next
) {
    const struct cjson_layout_step *step = steps + first;
    const uint32_t *token = tokens;
    size_t position = start;
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
        token += step->tokens;
        // Bytes behind the end may look like a layout's; they have no tokens that could be read.
        if (position > end) {
            return -1;
        }
        if (step->hole == CJSON_LAYOUT_STRING) {
            uint32_t close = *token;
            holes[0] = (uint32_t)position;
            holes[1] = close;
            holes += 2;
            if (close <= position) {
                return -1;
            }
            position = close;
        } else if (step->hole == CJSON_LAYOUT_NUMBER) {
            size_t stop = position;
            while (stop < end && makes_numbers(bytes[stop])) {
                ++stop;
            }
            if (stop == position) {
                return -1;
            }
            holes[0] = (uint32_t)position;
            holes[1] = (uint32_t)stop;
            holes += 2;
            position = stop;
            token += 1;
        } else if (step->hole == CJSON_LAYOUT_END) {
            *next = (size_t)(token - tokens);
            return position == end ? (int64_t)step->layout : -1;
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

/// The attention bits of the 64 bytes from a place on.
LAYOUT_TARGET CJSON_INLINE uint64_t attention_from(const uint64_t *attention, size_t place) {
    uint64_t shift = place % 64;
    return attention[place / 64] >> shift | (attention[place / 64 + 1] << 1) << (63 - shift);
}

/// Whether a hole is its own canonical form: no byte needs attention but backslashes of short escapes.
LAYOUT_TARGET CJSON_INLINE bool is_canonical(
    const uint8_t *bytes, const uint64_t *attention, size_t start, size_t end
) {
    while (start < end) {
        size_t count = end - start;
        uint64_t bits = attention_from(attention, start);
        if (count < 64) {
            bits &= ((uint64_t)1 << count) - 1;
        }
        if (bits == 0) {
            start += 64;
            continue;
        }
        start += (size_t)__builtin_ctzll(bits);
        if (bytes[start] != '\\' || bytes[start + 1] == 'u' || bytes[start + 1] == '/') {
            return false;
        }
        start += 2;
    }
    return true;
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
    const uint8_t *bytes, const uint64_t *attention, const uint32_t *holes, uint8_t **cursor
) {
    uint8_t *target = *cursor;
    size_t number = first;
    for (; number < count; ++number) {
        const struct cjson_layout_operation *operation = operations + number;
        size_t start = holes[2 * operation->hole];
        size_t end = holes[2 * operation->hole + 1];
        if (operation->kind == CJSON_LAYOUT_TEXT) {
            if (!is_canonical(bytes, attention, start, end)) {
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
