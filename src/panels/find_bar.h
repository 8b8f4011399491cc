// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace chartwright {

/// Searches a text, round and round; all places are marked. Enter the next, Shift+Enter the one
/// before, Esc closes. Object names "find:text", "find:count".
class FindBar : public QWidget
{
    Q_OBJECT
public:
    FindBar(QPlainTextEdit *text, QWidget *parent);
    void open();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void step(bool back);
    void mark();
    void close();

    QPlainTextEdit *m_text;
    QLineEdit *m_edit;
    QLabel *m_count;
    QToolButton *m_previous, *m_next, *m_close;
};

} // namespace chartwright
