#pragma once
#include <gmime/gmime.h>

// GObject's cast and type macros are invisible to Swift; these are the ones that MIME needs, as functions.

static inline int cgmime_is_multipart(GMimeObject *object) { return GMIME_IS_MULTIPART(object); }
static inline int cgmime_is_message_part(GMimeObject *object) { return GMIME_IS_MESSAGE_PART(object); }
static inline int cgmime_is_part(GMimeObject *object) { return GMIME_IS_PART(object); }

static inline int cgmime_child_count(GMimeObject *multipart) {
    return g_mime_multipart_get_count(GMIME_MULTIPART(multipart));
}

static inline GMimeObject *cgmime_child(GMimeObject *multipart, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(multipart), index);
}

// The root of the message inside a message/rfc822 part; NULL when it is empty.
static inline GMimeObject *cgmime_embedded_root(GMimeObject *message_part) {
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(message_part));
    return message ? g_mime_message_get_mime_part(message) : NULL;
}

// The header list of the message inside a message/rfc822 part; NULL when it is empty.
static inline GMimeHeaderList *cgmime_embedded_headers(GMimeObject *message_part) {
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(message_part));
    return message ? g_mime_object_get_header_list(GMIME_OBJECT(message)) : NULL;
}

static inline const char *cgmime_filename(GMimeObject *part) {
    return GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
}

// The length of a leaf's content as it was transferred; decoding never makes it longer.
static inline gint64 cgmime_encoded_length(GMimeObject *part) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    return stream ? g_mime_stream_length(stream) : 0;
}

static inline int cgmime_is_base64(GMimeObject *part) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    return content && g_mime_data_wrapper_get_encoding(content) == GMIME_CONTENT_ENCODING_BASE64;
}

// Copies at most `capacity` bytes of a leaf's content as it was transferred; returns how many.
static inline gint64 cgmime_read(GMimeObject *part, char *buffer, gint64 capacity) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (!stream || g_mime_stream_reset(stream) != 0) return 0;
    gint64 length = 0;
    while (length < capacity) {
        ssize_t count = g_mime_stream_read(stream, buffer + length, (size_t)(capacity - length));
        if (count <= 0) break;
        length += count;
    }
    return length;
}

// Decodes at most `capacity` bytes of a leaf's content into `buffer`; returns how many.
static inline gint64 cgmime_decode(GMimeObject *part, char *buffer, gint64 capacity) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (!stream || g_mime_stream_reset(stream) != 0) return 0;
    GMimeStream *filtered = g_mime_stream_filter_new(stream);
    GMimeFilter *decoder = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), decoder);
    g_object_unref(decoder);
    gint64 length = 0;
    while (length < capacity) {
        ssize_t count = g_mime_stream_read(filtered, buffer + length, (size_t)(capacity - length));
        if (count <= 0) break;
        length += count;
    }
    g_object_unref(filtered);
    return length;
}

// The address of a mailbox; NULL for a group.
static inline const char *cgmime_mailbox_address(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address)
        ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)) : NULL;
}

// The members of a group; NULL for a mailbox.
static inline InternetAddressList *cgmime_group_members(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address)
        ? internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)) : NULL;
}
