// The first file of Classification replaces this one.
