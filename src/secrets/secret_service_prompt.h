// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusVariant>
#include <QObject>

namespace chartwright {

/// A question that the Secret Service shows to the person. It stays on the screen when the object
/// goes: gnome-keyring 42 aborts when it is told to dismiss one.
class SecretServicePrompt : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Nothing is heard of it any more.
    void giveUp()
    {
        blockSignals(true);
        deleteLater();
    }

public slots:
    void complete(bool dismissed, const QDBusVariant &) { emit completed(dismissed); }

signals:
    void completed(bool dismissed);
};

} // namespace chartwright
