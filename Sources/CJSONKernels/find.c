// Where some bytes occur in others: the C library's search, which Swift's overlays of it do not show.

#define _GNU_SOURCE
#include <string.h>

#include "CJSONKernels.h"

const uint8_t *cjson_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t length) {
    return memmem(bytes, count, wanted, length);
}
