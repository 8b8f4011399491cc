// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace chartwright {

/// A line above the drawing that says what happened and offers what to do next, without standing in
/// the way. The next message replaces it. Plain text. Main thread only.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);

    enum class Tone { Done, Trouble };
    struct Offer
    {
        QString text;
        std::function<void()> act;
    };
    void show(Tone tone, const QString &text, const QList<Offer> &offers = {});
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColours();

    Tone m_tone = Tone::Done;
    bool m_updating = false;
    QLabel *m_text;
    QHBoxLayout *m_offers;
    QToolButton *m_close;
};

} // namespace chartwright
