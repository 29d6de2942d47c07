#pragma once
#include <malloc.h>

/// Gives free memory back to the system (malloc_trim(3)); a C library other than glibc has nothing to give.
static inline void allocator_return_free_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
