// What the kernels share: the fixed-width step behind every vector kernel, and how `\uXXXX` is read.
//
// A vector kernel looks at 64 bytes at a time and turns them into 64-bit masks, one bit a byte. From there on the
// arithmetic is the same for every instruction set:
//
//     bytes      { " a \ " " : 1 2 }
//     backslash  . . . 1 . . . . . .      escaped: the byte behind an odd run of backslashes
//     quote      . 1 . . 1 1 . . . .
//     escaped    . . . . 1 . . . . .
//     real       . 1 . . . 1 . . . .      quote and not escaped
//     inside     . 1 1 1 1 . . . . .      running exclusive or of real: opening quote to before the closing one
//     scalar     . . . . . . . 1 1 .      outside, and neither structural, white space nor real quote
//     tokens     1 1 . . . 1 1 1 . 1      structural outside, real quotes, scalars that no scalar precedes
//
// Three bits are carried from block to block: the last byte escapes the next, the block ends inside a string, the last
// byte was a scalar's.

#ifndef C_JSON_KERNELS_INTERNAL_H
#define C_JSON_KERNELS_INTERNAL_H

#include "CJSONKernels.h"

#include <string.h>

#define CJSON_INLINE static inline __attribute__((always_inline))

#define CJSON_DECLARE_LAYOUT(name) \
    int64_t cjson_match_layout_##name( \
        const struct cjson_layout_step *steps, uint32_t first, const uint8_t *bytes, size_t count, \
        struct cjson_layout_places *places); \
    size_t cjson_write_layout_##name( \
        const struct cjson_layout_operation *operations, size_t first, size_t count, const uint8_t *literals, \
        const uint8_t *bytes, const struct cjson_layout_places *places, uint8_t **cursor)

CJSON_DECLARE_LAYOUT(scalar);

#if defined(__x86_64__)
CJSON_DECLARE_LAYOUT(sse2);
CJSON_DECLARE_LAYOUT(avx2);
CJSON_DECLARE_LAYOUT(avx512);
int64_t cjson_index_sse42(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention);
int64_t cjson_index_avx2(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention);
int64_t cjson_index_avx512(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention);
#elif defined(__aarch64__) && defined(__ARM_NEON)
CJSON_DECLARE_LAYOUT(neon);
int64_t cjson_index_neon(const uint8_t *bytes, size_t count, uint32_t *tokens, uint64_t *attention);
#endif

/// Eight bytes, as they stand.
CJSON_INLINE uint64_t cjson_word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/// White space that may stand between the tokens of one line.
CJSON_INLINE int cjson_is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

/// What one block says of each of its bytes, whatever stands around it.
struct cjson_masks {
    uint64_t quote;
    uint64_t backslash;
    uint64_t white;
    uint64_t structural;
    uint64_t control;
    uint64_t delete;
    uint64_t high;
};

/// What one block hands to the next.
struct cjson_carry {
    /// 1 where the next block's first byte is escaped.
    uint64_t escape;
    /// All ones where the next block starts inside a string.
    uint64_t inside;
    /// 1 where the byte before the next block belongs to a scalar.
    uint64_t scalar;
    /// Not 0 where the block held bytes beyond ASCII.
    uint64_t high;
    /// Not 0 once anything was unsound.
    uint64_t fault;
    /// Where the `u` of the low surrogate stands that the last high surrogate announced.
    size_t low_surrogate;
};

/// The bytes that an odd run of backslashes precedes.
///
/// Subtracting each run's start from a pattern of odd bits makes the borrow run to the run's end, and the bit that it
/// leaves there tells odd lengths from even ones (after simdjson's `json_escape_scanner`).
CJSON_INLINE uint64_t cjson_escaped(uint64_t backslash, struct cjson_carry *carry) {
    if (!backslash) {
        uint64_t escaped = carry->escape;
        carry->escape = 0;
        return escaped;
    }
    const uint64_t odd = 0xAAAAAAAAAAAAAAAA;
    uint64_t potential = backslash & ~carry->escape;
    uint64_t codes = (((potential << 1) | odd) - potential) ^ odd;
    uint64_t escaped = codes ^ (backslash | carry->escape);
    carry->escape = (codes & backslash) >> 63;
    return escaped;
}

/// The bytes of scalars that no byte of a scalar precedes.
CJSON_INLINE uint64_t cjson_scalar_starts(uint64_t scalar, struct cjson_carry *carry) {
    uint64_t follows = scalar << 1 | carry->scalar;
    carry->scalar = scalar >> 63;
    return scalar & ~follows;
}

/// The value of a hexadecimal digit; above 15 where it is none.
CJSON_INLINE uint32_t cjson_hexadecimal_digit(uint8_t byte) {
    uint32_t digit = (uint32_t)byte - '0';
    uint32_t letter = (uint32_t)(byte | 0x20) - 'a';
    return digit < 10 ? digit : letter < 6 ? letter + 10 : UINT32_MAX;
}

/// The value of four hexadecimal digits; above 0xFFFF where one of them is none.
CJSON_INLINE uint32_t cjson_hexadecimal(const uint8_t *digits) {
    uint32_t first = cjson_hexadecimal_digit(digits[0]);
    uint32_t second = cjson_hexadecimal_digit(digits[1]);
    uint32_t third = cjson_hexadecimal_digit(digits[2]);
    uint32_t fourth = cjson_hexadecimal_digit(digits[3]);
    uint32_t bad = (first | second | third | fourth) > 15;
    return (first << 12 | second << 8 | third << 4 | fourth) | (0 - bad);
}

/// Whether one of the `\uXXXX` whose `u` is marked lacks a digit or, if a surrogate, its other half.
///
/// A high surrogate proves its low one at once and leaves word where that stands, in this block or the next; a low one
/// nobody announced is lone.
CJSON_INLINE uint64_t cjson_bad_unicode_escapes(
    const uint8_t *bytes, size_t count, size_t base, uint64_t marks, struct cjson_carry *carry
) {
    uint64_t fault = 0;
    for (; marks; marks &= marks - 1) {
        size_t at = base + (size_t)__builtin_ctzll(marks);
        if (count - at < 5) {
            return 1;
        }
        uint32_t value = cjson_hexadecimal(bytes + at + 1);
        fault |= value > 0xFFFF;
        if ((value & 0xF800) != 0xD800) {
            continue;
        }
        if (value & 0x400) {
            fault |= at != carry->low_surrogate;
            continue;
        }
        if (count - at < 11 || bytes[at + 5] != '\\' || bytes[at + 6] != 'u') {
            return 1;
        }
        fault |= (cjson_hexadecimal(bytes + at + 7) & ~(uint32_t)0x3FF) != 0xDC00;
        carry->low_surrogate = at + 6;
    }
    return fault;
}

#endif
