// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/value_key.h"
#include "secrets/vault_error.h"

#include <QObject>
#include <QVariant>
#include <chrono>
#include <functional>
#include <memory>

class QDBusConnection;
class QDBusServiceWatcher;
class QTimer;

namespace chartwright {

/// The "server" of our items.
inline constexpr QLatin1StringView KeychainName("chartwright");

/// Asks the Secret Service about its state and its items, never for a value: D-Bus calls that do
/// not wait, each with our own time limit. Nothing is called after the `context` of a question is
/// gone. Main thread.
class SecretService : public QObject
{
    Q_OBJECT
public:
    template <class T> using Then = std::function<void(VaultResult<T>)>;
    using Limit = std::chrono::milliseconds;

    struct Collection
    {
        QString path; ///< of the default one; empty: there is none yet
        bool isLocked = false;
    };
    enum class Found { No, Locked, Unlocked };

    explicit SecretService(QObject *parent = nullptr);
    ~SecretService() override;

    /// Starts the service where the bus knows how.
    void findCollection(QObject *context, Limit limit, const Then<Collection> &then);
    /// Whether the service has an item of that name that it shows.
    void findItem(const ValueKey &key, QObject *context, Limit limit, const Then<Found> &then);
    /// Has the service ask the person. The question stays when its context goes.
    void unlock(const QString &collection, QObject *context, Limit limit, Limit person,
                const Then<void> &then);

signals:
    /// Something was locked or unlocked, or the service came or went.
    void changed();
    void ended();

private:
    using Answer = std::function<void(VaultResult<QVariantList>)>;
    void call(QObject *context, const QString &path, QLatin1StringView interface,
              QLatin1StringView method, const QVariantList &arguments, Limit limit,
              const Answer &answer);
    void ask(const QString &prompt, QObject *context, Limit limit, Limit person,
             const Then<void> &then);
    QDBusConnection &bus();
    void leaveBus();

    std::unique_ptr<QDBusConnection> m_bus;
    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    std::unique_ptr<QTimer> m_changes;
};

} // namespace chartwright
