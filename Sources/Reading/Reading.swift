// The first file of Reading replaces this one.
