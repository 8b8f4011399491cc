// SPDX-License-Identifier: Apache-2.0
#pragma once

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

// The level named by $LOG_LEVEL: error, warning, info (unless set) or debug.
void log_start(void);
// One line with the time; errors and warnings go to standard error.
__attribute__((format(printf, 2, 3))) void log_line(enum log_level level, const char *format, ...);
