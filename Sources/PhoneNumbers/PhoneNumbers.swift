// The first file of PhoneNumbers replaces this one.
