// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusVariant>
#include <QObject>
#include <functional>

namespace chartwright {

/// A question that the Secret Service shows to the person. Goes from the screen with the object.
class SecretServicePrompt : public QObject
{
    Q_OBJECT
public:
    SecretServicePrompt(std::function<void()> dismiss, QObject *parent)
        : QObject(parent), m_dismiss(std::move(dismiss))
    {
    }
    ~SecretServicePrompt() override
    {
        if (m_dismiss)
            m_dismiss();
    }
    /// Takes it from the screen; nothing is heard of it any more.
    void giveUp()
    {
        blockSignals(true);
        disconnect();
        deleteLater();
    }

public slots:
    void complete(bool dismissed, const QDBusVariant &)
    {
        m_dismiss = nullptr;
        emit completed(dismissed);
    }

signals:
    void completed(bool dismissed);

private:
    std::function<void()> m_dismiss;
};

} // namespace chartwright
