// SPDX-License-Identifier: Apache-2.0
#include "panels/text_view.h"

#include <QFontDatabase>

namespace chartwright {

QPlainTextEdit *newTextView(const char *objectName, const QString &accessibleName, QWidget *parent)
{
    auto *text = new QPlainTextEdit(parent);
    text->setObjectName(QLatin1String(objectName));
    text->setAccessibleName(accessibleName);
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setFrameShape(QFrame::NoFrame);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setUndoRedoEnabled(false);
    return text;
}

} // namespace chartwright
