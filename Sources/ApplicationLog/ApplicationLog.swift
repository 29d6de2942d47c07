// The first file of ApplicationLog replaces this one.
