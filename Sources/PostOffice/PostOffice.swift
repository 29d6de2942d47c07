// The first file of PostOffice replaces this one.
