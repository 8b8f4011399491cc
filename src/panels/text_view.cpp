// SPDX-License-Identifier: Apache-2.0
#include "panels/text_view.h"

#include "panels/line_diff.h"
#include "panels/panel_style.h"

#include <QFontDatabase>
#include <QTextBlock>

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

void markChanges(QPlainTextEdit *text, const QString &other)
{
    QList<QTextEdit::ExtraSelection> marks;
    const QString now = text->toPlainText();
    for (const int line :
         now.isEmpty() || other.isEmpty() ? QList<int>() : changedLines(other, now)) {
        QTextEdit::ExtraSelection mark;
        mark.format.setBackground(style::marked(text->palette()));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        mark.cursor = QTextCursor(text->document()->findBlockByNumber(line));
        marks.append(mark);
    }
    text->setExtraSelections(marks);
    if (!marks.isEmpty()) {
        text->setTextCursor(marks.first().cursor);
        text->centerCursor();
    }
}

} // namespace chartwright
