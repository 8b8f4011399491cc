// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"

#include <QTimer>
#include <QWidget>

namespace chartwright {

/// Shows a value for a moment, or until it is hidden. It is painted, and held by no widget of text.
class RevealedValue : public QWidget
{
    Q_OBJECT
public:
    explicit RevealedValue(QWidget *parent);

    void reveal(SecretValue value);

signals:
    /// It is shown, or no longer.
    void toggled(bool shown);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void fitHeight();
    /// Hands over what is to be painted; its copy is wiped.
    void withText(const std::function<void(const QString &)> &use) const;

    SecretValue m_value;
    QTimer m_end;
};

} // namespace chartwright
