// Which kernel runs on this processor: the widest one that it and the operating system support.

#include "internal.h"

/// A kernel under its name.
struct variant {
    const char *name;
    cjson_index_function index;
};

enum { MOST_VARIANTS = 4 };

/// Lists the kernels that run here, the fastest first, and answers how many there are.
static int list_variants(struct variant variants[MOST_VARIANTS]) {
    int count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    int multiplies = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt");
    int bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
    if (multiplies && bits && avx512) {
        variants[count++] = (struct variant){"avx512", cjson_index_avx512};
    }
    if (multiplies && bits && __builtin_cpu_supports("avx2")) {
        variants[count++] = (struct variant){"avx2", cjson_index_avx2};
    }
    if (multiplies && __builtin_cpu_supports("sse4.2")) {
        variants[count++] = (struct variant){"sse4.2", cjson_index_sse42};
    }
#elif defined(__aarch64__) && defined(__ARM_NEON)
    variants[count++] = (struct variant){"neon", cjson_index_neon};
#endif
    variants[count++] = (struct variant){"scalar", cjson_index_scalar};
    return count;
}

cjson_index_function cjson_best_index(void) {
    struct variant variants[MOST_VARIANTS];
    list_variants(variants);
    return variants[0].index;
}

const char *cjson_best_index_name(void) {
    struct variant variants[MOST_VARIANTS];
    list_variants(variants);
    return variants[0].name;
}

cjson_index_function cjson_index_named(const char *name) {
    struct variant variants[MOST_VARIANTS];
    int count = list_variants(variants);
    for (int i = 0; i < count; i++) {
        if (strcmp(variants[i].name, name) == 0) {
            return variants[i].index;
        }
    }
    return NULL;
}

/// Lists the pairs that run here, the fastest first, and answers how many there are.
static int list_layout_kernels(struct cjson_layout_kernels kernels[MOST_VARIANTS]) {
#define PAIR(name) {#name, cjson_match_layout_##name, cjson_write_layout_##name}
    int count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    int bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    if (bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl")) {
        kernels[count++] = (struct cjson_layout_kernels)PAIR(avx512);
    }
    if (bits && __builtin_cpu_supports("avx2")) {
        kernels[count++] = (struct cjson_layout_kernels)PAIR(avx2);
    }
    kernels[count++] = (struct cjson_layout_kernels)PAIR(sse2);
#elif defined(__aarch64__) && defined(__ARM_NEON)
    kernels[count++] = (struct cjson_layout_kernels)PAIR(neon);
#endif
    kernels[count++] = (struct cjson_layout_kernels)PAIR(scalar);
    return count;
#undef PAIR
}

struct cjson_layout_kernels cjson_best_layout_kernels(void) {
    return cjson_layout_kernels_at(0);
}

int cjson_layout_kernels_count(void) {
    struct cjson_layout_kernels kernels[MOST_VARIANTS];
    return list_layout_kernels(kernels);
}

struct cjson_layout_kernels cjson_layout_kernels_at(int number) {
    struct cjson_layout_kernels kernels[MOST_VARIANTS];
    int count = list_layout_kernels(kernels);
    return kernels[number < count ? number : count - 1];
}
