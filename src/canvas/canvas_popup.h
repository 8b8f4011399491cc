// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFrame>

namespace chartwright {

/// A small box over the canvas that asks something. A child of the canvas, not a window: it needs
/// no grab and no window manager. Esc and a click elsewhere dismiss it. Deletes itself when it
/// closes; after that it has emitted either what it was asked or dismissed().
class CanvasPopup : public QFrame
{
    Q_OBJECT
public:
    explicit CanvasPopup(QWidget *canvas);
    /// `at` is in the parent's coordinates; it is kept inside.
    void openAt(QPoint at, const QSize &size, QWidget *focus);

signals:
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    /// Closes without dismissed(); false if it was closed already.
    bool closeAnswered();

private:
    bool m_closed = false, m_answered = false;
};

} // namespace chartwright
