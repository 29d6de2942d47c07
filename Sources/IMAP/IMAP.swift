// The first file of IMAP replaces this one.
