// What a layout's program asks of values: the usual forms, quickly; what has another form is for the caller to look at.

#ifndef C_JSON_KERNELS_LAYOUT_VALUES_H
#define C_JSON_KERNELS_LAYOUT_VALUES_H

#include "internal.h"

#include <stdbool.h>
#include <string.h>

/// How much of a text of the form YYYY-MM-DDTHH:MM:SS[.f...](Z|+00:00|-00:00) stands before its offset, up to nine digits
/// of fraction; 0 where it has another form, names no day or time of day, or a year before 1000, with which services say "no
/// time". See PlainTime in Swift for the arithmetic.
CJSON_INLINE size_t cjson_plain_time(const uint8_t *text, size_t count) {
    if (count < 20) {
        return 0;
    }
    uint64_t date = cjson_word_at(text) ^ 0x2D30302D30303030;
    uint64_t time = cjson_word_at(text + 8) ^ 0x30303A3030543030;
    uint64_t tail = cjson_word_at(text + 12) >> 32;
    uint64_t seconds = (tail & 0xFFFFFF) ^ 0x30303A;
    uint64_t wrong = (date | (date + 0x7F767E7F76767676)) | (time | (time + 0x767A7F767D7F767C))
        | (seconds | (seconds + 0x767A7F));
    if (wrong & 0x8080808080808080 || text[0] == '0') {
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
        uint64_t offset = cjson_word_at(text + count - 8) >> 16;
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
    uint64_t fraction = (cjson_word_at(text + end - 8) ^ 0x3030303030303030) >> (64 - kept);
    if ((fraction | (fraction + 0x7676767676767676)) & 0x8080808080808080) {
        return 0;
    }
    return digits < 9 || (uint8_t)(text[20] - '0') < 10 ? end : 0;
}

CJSON_INLINE bool cjson_is_digit(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10;
}

/// Whether a byte is one of those that numbers are made of.
CJSON_INLINE bool cjson_makes_numbers(uint8_t byte) {
    return cjson_is_digit(byte) || byte == '.' || byte == '-' || byte == '+' || (byte | 0x20) == 'e';
}

CJSON_INLINE size_t cjson_behind_digits(const uint8_t *text, size_t position, size_t count) {
    while (position < count && cjson_is_digit(text[position])) {
        ++position;
    }
    return position;
}

/// How long the JSON number is that the bytes begin with, or 0 where they begin with none that ends within `count`.
///
/// - Precondition: a byte may be read behind `count`.
CJSON_INLINE size_t cjson_number_length(const uint8_t *text, size_t count) {
    size_t start = text[0] == '-';
    size_t end = cjson_behind_digits(text, start, count);
    if (end == start) {
        return 0;
    }
    // What stands behind a leading zero is no part of the number.
    if (text[start] == '0') {
        end = start + 1;
    }
    if (text[end] == '.') {
        start = end + 1;
        end = cjson_behind_digits(text, start, count);
        if (end == start) {
            return 0;
        }
    }
    if ((text[end] | 0x20) == 'e') {
        start = end + 1;
        start += start < count && (text[start] == '+' || text[start] == '-');
        end = cjson_behind_digits(text, start, count);
        if (end == start) {
            return 0;
        }
    }
    return end;
}

/// Whether a text is a JSON number without an exponent; a percentage is one from 0 to 100.
CJSON_INLINE bool cjson_is_plain_number(const uint8_t *text, size_t count, bool is_percentage) {
    size_t start = text[0] == '-';
    size_t point = cjson_behind_digits(text, start, count);
    size_t whole = point - start;
    if (whole == 0 || (whole > 1 && text[start] == '0')) {
        return false;
    }
    size_t end = point;
    bool is_whole = true;
    if (end < count && text[end] == '.') {
        for (++end; end < count && cjson_is_digit(text[end]); ++end) {
            is_whole = is_whole && text[end] == '0';
        }
        if (end == point + 1) {
            return false;
        }
    }
    if (end != count || !is_percentage) {
        return end == count;
    }
    return start == 0 && (whole < 3 || (whole == 3 && is_whole && memcmp(text, "100", 3) == 0));
}

/// How long the number, `true`, `false` or `null` is that the bytes begin with, or 0 where it is none or goes beyond `count`.
///
/// - Precondition: five bytes may be read behind `count`.
CJSON_INLINE size_t cjson_scalar_length(const uint8_t *text, size_t count) {
    size_t length;
    switch (text[0]) {
    case 't':
        length = memcmp(text, "true", 4) == 0 ? 4 : 0;
        break;
    case 'f':
        length = memcmp(text, "false", 5) == 0 ? 5 : 0;
        break;
    case 'n':
        length = memcmp(text, "null", 4) == 0 ? 4 : 0;
        break;
    default:
        length = cjson_number_length(text, count);
    }
    return length <= count ? length : 0;
}

/// Whether a text is the type that problem details have where they have none (RFC 9457).
CJSON_INLINE bool cjson_is_about_blank(const uint8_t *text, size_t count) {
    return count == 11 && memcmp(text, "about:blank", 11) == 0;
}

/// Whether the inside of a string begins, behind blanks, like JSON that was written as a string; its quote is behind it.
CJSON_INLINE bool cjson_begins_like_json(const uint8_t *text, size_t count) {
    size_t start = 0;
    while (start < count && text[start] == ' ') {
        ++start;
    }
    return text[start] == '{' || text[start] == '\\';
}

#endif
