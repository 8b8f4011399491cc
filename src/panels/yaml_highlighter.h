// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSyntaxHighlighter>

class QWidget;

namespace chartwright {

/// Colours YAML, and the template actions {{ … }} in it; also JSON and Markdown well enough.
/// Follows the palette of `widget`.
class YamlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    YamlHighlighter(QTextDocument *document, QWidget *widget);

protected:
    void highlightBlock(const QString &text) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void pickColours();
    void highlightScalar(const QString &text, int from);

    QWidget *m_widget;
    QTextCharFormat m_key, m_string, m_number, m_comment, m_action, m_punctuation;
};

} // namespace chartwright
