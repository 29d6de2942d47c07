// The first file of Storage replaces this one.
