// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "request.h"

#include <string.h>
#include <strings.h>

static bool is_token(const char *text, size_t length)
{
    for (size_t i = 0; i < length; ++i) {
        const char c = text[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && (c == 0 || !strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return length > 0;
}

// "GET /path?query HTTP/1.1", up to `end`. Returns 0 or the status to refuse it with.
static int parse_line(char *line, char *end, struct parsed_request *out, int *minor)
{
    char *target = memchr(line, ' ', (size_t)(end - line));
    if (!target || !is_token(line, (size_t)(target - line)))
        return 400;
    *target++ = 0;
    char *version = memchr(target, ' ', (size_t)(end - target));
    if (!version)
        return 400;
    *version++ = 0;
    if (end - version != 8 || memcmp(version, "HTTP/", 5) != 0 || version[6] != '.')
        return 400;
    if (version[5] != '1' || (version[7] != '0' && version[7] != '1'))
        return 505;
    *minor = version[7] - '0';
    for (const char *c = target; *c; ++c) {
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f)
            return 400;
    }
    if (strncasecmp(target, "http://", 7) == 0) // as a proxy is asked
        target += 7 + strcspn(target + 7, "/?#");
    target[strcspn(target, "?#")] = 0;
    if (*target != '/')
        return 400;
    out->is_head = strcmp(line, "HEAD") == 0;
    out->request.method = out->is_head ? "GET" : line;
    out->request.path = target;
    return 0;
}

static bool is_length(const char *value, size_t *out)
{
    const size_t digits = strspn(value, "0123456789");
    if (digits == 0 || value[digits] != 0)
        return false;
    *out = 0;
    for (size_t i = 0; i < digits; ++i) // large ones stay large
        *out = *out > BODY_LIMIT ? *out : *out * 10 + (size_t)(value[i] - '0');
    return true;
}

// Whether a list such as "keep-alive, Upgrade" has this word.
static bool has_word(const char *list, const char *word)
{
    const size_t length = strlen(word);
    while (*list) {
        list += strspn(list, ", \t");
        const size_t n = strcspn(list, ", \t");
        if (n == length && strncasecmp(list, word, n) == 0)
            return true;
        list += n;
    }
    return false;
}

int request_parse(char *bytes, size_t length, struct parsed_request *out)
{
    size_t start = 0; // a line end before a request is left over from the one before
    while (start + 1 < length && bytes[start] == '\r' && bytes[start + 1] == '\n')
        start += 2;
    if (start == length || (start + 1 == length && bytes[start] == '\r'))
        return start > 16 ? -400 : 0;
    char *const head = bytes + start;
    const size_t available = length - start;
    if (start > 16 || !is_token(head, 1))
        return -400;
    char *const end = memmem(head, available < HEAD_LIMIT ? available : HEAD_LIMIT, "\r\n\r\n", 4);
    if (!end)
        return available >= HEAD_LIMIT ? -431 : 0;

    const size_t head_length = (size_t)(end - head) + 4;
    // First the length, so that nothing is written into the bytes before all of them are there.
    char copy[HEAD_LIMIT];
    memcpy(copy, head, head_length);
    if (memchr(copy, 0, head_length))
        return -400;
    size_t body = 0;
    bool has_length = false, has_host = false, close = false, stay = false;
    char *line = strstr(copy, "\r\n") + 2;
    while (memcmp(line, "\r\n", 2) != 0) {
        char *next = strstr(line, "\r\n");
        *next = 0;
        char *value = strchr(line, ':');
        if (!value || !is_token(line, (size_t)(value - line)) || strpbrk(line, "\r\n"))
            return -400;
        *value++ = 0;
        value += strspn(value, " \t");
        for (size_t n = strlen(value); n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'); --n)
            value[n - 1] = 0;
        size_t n = 0;
        if (strcasecmp(line, "Content-Length") == 0) {
            if (!is_length(value, &n) || (has_length && n != body))
                return -400;
            has_length = true;
            body = n;
        } else if (strcasecmp(line, "Transfer-Encoding") == 0) {
            return -501;
        } else if (strcasecmp(line, "Expect") == 0) {
            return -417; // the client asks again without
        } else if (strcasecmp(line, "Host") == 0) {
            if (has_host)
                return -400;
            has_host = true;
        } else if (strcasecmp(line, "Connection") == 0) {
            close = close || has_word(value, "close");
            stay = stay || has_word(value, "keep-alive");
        }
        line = next + 2;
    }
    if (body > BODY_LIMIT)
        return -413;
    if (available < head_length + body)
        return 0;

    int minor = 0;
    const int refused = parse_line(head, memmem(head, head_length, "\r\n", 2), out, &minor);
    if (refused)
        return -refused;
    if (minor == 1 && !has_host)
        return -400;
    out->request.body = head + head_length;
    out->request.body_length = body;
    out->keep_alive = !close && (minor == 1 || stay);
    return (int)(start + head_length + body);
}
