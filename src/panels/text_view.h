// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QPlainTextEdit>

namespace chartwright {

/// A plain text to be read and copied: in a fixed font, without a frame, no line wrapped.
QPlainTextEdit *newTextView(const char *objectName, const QString &accessibleName,
                            QWidget *parent = nullptr);
/// Marks the lines that `other` has not, and goes to the first; none where one of the two is empty.
void markChanges(QPlainTextEdit *text, const QString &other);

} // namespace chartwright
