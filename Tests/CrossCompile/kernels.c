// Compares every kernel that the processor runs with the plain one, over soups of JSON's bytes at every length up to 300 and
// over random layouts. The tests in Swift do more; this one needs nothing but a C compiler, so that it also runs where there is
// no Swift: on another architecture, under an emulator.

#include "CJSONKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 7;

static uint64_t next_random(void) {
    state += 0x9E3779B97F4A7C15;
    uint64_t mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
    return mixed ^ mixed >> 31;
}

static const char *const pieces[] = {
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\\"", "\"status\"", "null", "-1.5e3", " ", "\n", "\t", "\x01", "\x7F", "\\u0041",
    "\\ud83d\\ude00", "\\ud800", "\\x", "\xC3\xA9", "\xE5\xBE\xAE", "\xF0\x9F\x9A\x80", "\xE2\x80\xA8", "\xC0\x80", "\xFF", "abc",
    "\"a long text without anything in it that would stop a copy\"",
};

static size_t make_soup(uint8_t *bytes, size_t count) {
    size_t length = 0;
    while (length < count) {
        const char *piece = pieces[next_random() % (sizeof(pieces) / sizeof(pieces[0]))];
        for (; *piece && length < count; ++piece) {
            bytes[length++] = (uint8_t)*piece;
        }
    }
    return length;
}

static long compare_indexes(const char *name, cjson_index_function index) {
    long wrong = 0;
    uint8_t bytes[400];
    uint32_t found[600], wanted[600];
    uint64_t attention[16], wanted_attention[16];
    for (size_t count = 0; count <= 300; ++count) {
        for (int round = 0; round < 200; ++round) {
            size_t offset = (size_t)(round % 64);
            make_soup(bytes + offset, count);
            int64_t one = index(bytes + offset, count, found, attention);
            int64_t other = cjson_index_scalar(bytes + offset, count, wanted, wanted_attention);
            size_t words = CJSON_ATTENTION_CAPACITY(count);
            wrong += one != other
                || (one > 0 && memcmp(found, wanted, (size_t)one * sizeof(uint32_t)) != 0)
                || (one >= 0 && memcmp(attention, wanted_attention, words * sizeof(uint64_t)) != 0);
        }
    }
    printf("%s: 60200 texts indexed, %ld wrong\n", name, wrong);
    return wrong;
}

/// One step, one string, the end: with a text that matches it or almost does.
static long compare_layouts(struct cjson_layout_kernels kernels, struct cjson_layout_kernels plain) {
    long wrong = 0;
    long matched = 0;
    uint8_t text[512];
    for (int round = 0; round < 100000; ++round) {
        struct cjson_layout_step steps[3];
        memset(steps, 0, sizeof(steps));
        size_t length = 1 + next_random() % CJSON_LAYOUT_STEP_BYTES;
        size_t hole = 1 + next_random() % 200;
        for (size_t i = 0; i < sizeof(text); ++i) {
            text[i] = (uint8_t)('a' + next_random() % 26);
        }
        if (next_random() % 2) {
            make_soup(text + length, hole);
            // The string's last byte escapes nothing.
            text[length + hole - 1] = 'a';
        }
        text[length + hole] = '"';
        memcpy(steps[1].bytes, text, length);
        steps[1].length = (uint8_t)length;
        steps[1].hole = CJSON_LAYOUT_STRING;
        steps[1].child = 2;
        memcpy(steps[2].bytes, text + length + hole, 2);
        steps[2].length = 2;
        steps[2].hole = CJSON_LAYOUT_END;
        if (next_random() % 2) {
            text[next_random() % (length + hole + 2)] ^= 1;
        }
        struct cjson_layout_places places[2];
        memset(places, 0, sizeof(places));
        size_t count = length + hole + 2;
        int64_t one = kernels.match(steps, 1, text, count, &places[0]);
        int64_t other = plain.match(steps, 1, text, count, &places[1]);
        wrong += one != other || (one >= 0 && memcmp(&places[0], &places[1], sizeof(places[0])) != 0);
        if (one < 0) {
            continue;
        }
        ++matched;
        struct cjson_layout_operation operation = {CJSON_LAYOUT_TEXT, 0, 0, (uint32_t)length, 0};
        uint8_t written[2][1024] = {{0}, {0}};
        uint8_t *cursors[2] = {written[0], written[1]};
        size_t left = kernels.write(&operation, 0, 1, text, text, &places[0], &cursors[0]);
        size_t wanted = plain.write(&operation, 0, 1, text, text, &places[0], &cursors[1]);
        size_t length_written = (size_t)(cursors[1] - written[1]);
        wrong += left != wanted || cursors[0] - written[0] != (ptrdiff_t)length_written
            || memcmp(written[0], written[1], length_written) != 0;
    }
    printf("%s: 100000 layouts, %ld matched, %ld wrong\n", kernels.name, matched, wrong);
    return wrong;
}

int main(void) {
    const char *names[] = {"avx512", "avx2", "sse4.2", "neon"};
    long wrong = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
        cjson_index_function index = cjson_index_named(names[i]);
        if (index != NULL) {
            wrong += compare_indexes(names[i], index);
        }
    }
    int count = cjson_layout_kernels_count();
    for (int i = 0; i + 1 < count; ++i) {
        wrong += compare_layouts(cjson_layout_kernels_at(i), cjson_layout_kernels_at(count - 1));
    }
    printf("best kernels: %s, %s\n", cjson_best_index_name(), cjson_best_layout_kernels().name);
    return wrong > 0;
}
