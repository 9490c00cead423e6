// The tables of sixteen that the vector kernels look bytes up in by their nibbles.
//
// A small set whose members end in different nibbles needs one table: it answers, for each low nibble, the member that
// ends in it, and a byte that equals its answer is in the set. Other sets need a table for each nibble; a byte is in
// the set where the two answers agree on a bit.
//
// UTF-8 takes three, looking at every two neighbouring bytes (Keiser and Lemire, "Validating UTF-8 in less than one
// instruction per byte"). Each bit is one way for two bytes to be wrong. A pair is wrong where the high and the low
// nibble of its first byte and the high nibble of its second agree on a bit:
//
//     first byte   E0      a three-byte lead whose
//     second byte  8.      continuation is below A0: OVERLONG_3
//
// What pairs cannot show is whether a third and fourth byte continue a lead: TWO_CONTINUATIONS is no fault exactly
// where the byte two or three before says so, hence the exclusive or in `ill_formed`.

#ifndef C_JSON_KERNELS_TABLES_H
#define C_JSON_KERNELS_TABLES_H

#include <stdint.h>

/// White space: the byte that equals its answer.
static const uint8_t cjson_white[16] = {0x20, [0x9] = 0x09, [0xA] = 0x0A, [0xD] = 0x0D};

/// The structural characters: the byte that equals its answer once its bit 20 is set, which makes [ and ] of { and }
/// (and , and : of the controls 0C and 1A, which are then taken out).
static const uint8_t cjson_structural[16] = {[0xA] = ':', [0xB] = '{', [0xC] = ',', [0xD] = '}'};

/// What may stand behind a backslash in a string, `"/\\bfnrtu`: by the low and by the high nibble.
static const uint8_t cjson_escape_low[16] = {
    [0x2] = 1 | 4 | 8, [0x4] = 8, [0x5] = 8, [0x6] = 4, [0xC] = 2, [0xE] = 4, [0xF] = 1,
};
static const uint8_t cjson_escape_high[16] = {[0x2] = 1, [0x5] = 2, [0x6] = 4, [0x7] = 8};

/// The hexadecimal digits, by the low and by the high nibble.
static const uint8_t cjson_digit_low[16] = {1, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1 | 2, 1, 1, 1};
static const uint8_t cjson_digit_high[16] = {[0x3] = 1, [0x4] = 2, [0x6] = 2};

/// The hexadecimal digits from 8 on, which behind a D make a surrogate: by the low nibble; the high as above.
static const uint8_t cjson_upper_digit_low[16] = {0, 2, 2, 2, 2, 2, 2, 0, 1, 1};

enum {
    /// A lead byte without its continuation.
    TOO_SHORT = 0x01,
    /// A continuation behind ASCII.
    TOO_LONG = 0x02,
    /// E0 80...9F.
    OVERLONG_3 = 0x04,
    /// F4 90...BF, and F5...FF 90...BF.
    TOO_LARGE = 0x08,
    /// ED A0...BF.
    SURROGATE = 0x10,
    /// C0...C1 80...BF.
    OVERLONG_2 = 0x20,
    /// F0 80...8F, and F5...FF 80...8F.
    OVERLONG_4 = 0x40,
    /// Two continuations in a row.
    TWO_CONTINUATIONS = 0x80,

    /// The faults that the low nibble of the first byte does not decide.
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
    /// The low nibbles of F5...FF.
    ABOVE_F4 = ANY_LOW | TOO_LARGE | OVERLONG_4,
    /// The faults of every continuation byte.
    ANY_NEXT = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS,
};

/// By the high nibble of the first byte.
static const uint8_t cjson_lead_high[16] = {
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | OVERLONG_4,
};

/// By the low nibble of the first byte.
static const uint8_t cjson_lead_low[16] = {
    ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
    ANY_LOW | OVERLONG_2,
    ANY_LOW, ANY_LOW,
    ANY_LOW | TOO_LARGE,
    ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4,
    ABOVE_F4 | SURROGATE,
    ABOVE_F4, ABOVE_F4,
};

/// By the high nibble of the second byte.
static const uint8_t cjson_next_high[16] = {
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    ANY_NEXT | OVERLONG_3 | OVERLONG_4,
    ANY_NEXT | OVERLONG_3 | TOO_LARGE,
    ANY_NEXT | SURROGATE | TOO_LARGE, ANY_NEXT | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
};

#endif
