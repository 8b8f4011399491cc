// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArrayView>
#include <QString>

namespace chartwright {

/// Text of a cluster or program as it may be shown: without ANSI sequences, control characters
/// (but line ends and tabs) and characters that turn the direction around.
QString plainText(const QString &text);

/// A name as it may be shown on one line, so that two that differ look different: what cannot be
/// seen, or turns the direction around, as an escape (\n, \u202e); cut in its middle.
QString shownName(const QString &name, qsizetype most = 64);

/// One word for a POSIX shell.
QString shellWord(const QString &word);

/// The end of what a program wrote to its standard error: at most so many lines and characters,
/// plain, what looks like a token replaced by "…".
QString lastLines(QByteArrayView utf8, qsizetype lines = 5, qsizetype characters = 1000);

} // namespace chartwright
