// Stands before the C library's allocator and counts calls of it. For LD_PRELOAD on Linux with glibc.

#include <stdatomic.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long calls;

/// What the benchmark asks before and behind a pass.
long operation_benchmarks_allocations(void) {
    return atomic_load_explicit(&calls, memory_order_relaxed);
}

static void count_call(void) {
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    count_call();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    count_call();
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    count_call();
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count_call();
    return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
    count_call();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    count_call();
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL ? 12 : 0;
}
