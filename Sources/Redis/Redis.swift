// The first file of Redis replaces this one.
