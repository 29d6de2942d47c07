#pragma once
#include <stddef.h>

/// A file of words as it stands in Sources/Languages/<tag>/<kind>.txt; its bytes live as long as the process.
struct embedded_file {
    const char *tag;
    const char *kind;
    const unsigned char *bytes;
    size_t count;
};

/// Kind by kind; within a kind the full languages first.
const struct embedded_file *embedded_files_start(void);
extern const size_t embedded_files_count;
