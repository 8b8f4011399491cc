// SPDX-License-Identifier: Apache-2.0
#include "panels/yaml_highlighter.h"

#include "panels/panel_style.h"

#include <QEvent>
#include <QRegularExpression>
#include <QWidget>

namespace chartwright {

YamlHighlighter::YamlHighlighter(QTextDocument *document, QWidget *widget)
    : QSyntaxHighlighter(document), m_widget(widget)
{
    pickColours();
    widget->installEventFilter(this);
}

void YamlHighlighter::pickColours()
{
    const bool dark = style::isDark(m_widget->palette());
    m_key.setForeground(dark ? QColor(0x8a, 0xc6, 0xff) : QColor(0x1b, 0x5f, 0xa8));
    m_string.setForeground(dark ? QColor(0x9e, 0xd0, 0x8a) : QColor(0x2e, 0x74, 0x2f));
    m_number.setForeground(dark ? QColor(0xe0, 0xa8, 0x6c) : QColor(0x9a, 0x4a, 0x00));
    m_comment.setForeground(style::muted(m_widget->palette()));
    m_comment.setFontItalic(true);
    m_action.setForeground(dark ? QColor(0xd0, 0xa4, 0xf2) : QColor(0x7a, 0x2e, 0xa8));
    m_punctuation.setForeground(style::muted(m_widget->palette()));
}

bool YamlHighlighter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        pickColours();
        rehighlight();
    }
    return QSyntaxHighlighter::eventFilter(watched, event);
}

void YamlHighlighter::highlightScalar(const QString &text, int from)
{
    static const QRegularExpression number(QStringLiteral(
        "^\\s*(-?[0-9][0-9_]*(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null|~)\\s*,?\\s*(#.*)?$"));
    if (number.match(text.mid(from)).hasMatch())
        setFormat(from, int(text.size()) - from, m_number);
    static const QRegularExpression quoted(QStringLiteral("\"(\\\\.|[^\"\\\\])*\"|'([^']|'')*'"));
    for (auto it = quoted.globalMatch(text, from); it.hasNext();) {
        const auto match = it.next();
        setFormat(int(match.capturedStart()), int(match.capturedLength()), m_string);
    }
}

void YamlHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression key(QStringLiteral(
        "^(\\s*(?:- +)*)(\"(?:\\\\.|[^\"\\\\])*\"|[^\\s\"'#{\\[][^:#{]*?)(:)(\\s|$)"));
    const auto match = key.match(text);
    int from = 0;
    if (match.hasMatch()) {
        setFormat(int(match.capturedStart(2)), int(match.capturedLength(2)), m_key);
        setFormat(int(match.capturedStart(3)), 1, m_punctuation);
        from = int(match.capturedEnd(3));
    }
    highlightScalar(text, from);
    static const QRegularExpression action(QStringLiteral("\\{\\{.*?\\}\\}"));
    for (auto it = action.globalMatch(text); it.hasNext();) {
        const auto found = it.next();
        setFormat(int(found.capturedStart()), int(found.capturedLength()), m_action);
    }
    static const QRegularExpression comment(QStringLiteral("^\\s*#.*$|^---.*$|\\s#.*$"));
    const auto found = comment.match(text);
    const bool inString = found.hasMatch() && format(int(found.capturedStart()) + 1) == m_string;
    if (found.hasMatch() && !inString)
        setFormat(int(found.capturedStart()), int(found.capturedLength()), m_comment);
}

} // namespace chartwright
