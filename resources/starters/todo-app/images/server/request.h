// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "http.h"

#include <stdbool.h>

enum { HEAD_LIMIT = 8192, BODY_LIMIT = 8192 };

struct parsed_request
{
    struct http_request request; // points into the bytes that were parsed
    bool is_head, keep_alive;
};

// Looks at the bytes that have arrived so far. Gives the number of bytes of the first request, 0
// while more has to come, or the negative HTTP status to refuse it with.
int request_parse(char *bytes, size_t length, struct parsed_request *out);
