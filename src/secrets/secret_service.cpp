// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_service.h"

#include "secrets/secret_service_prompt.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QTimer>

namespace chartwright {
namespace {

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;

constexpr QLatin1StringView Name("org.freedesktop.secrets");
constexpr QLatin1StringView ServicePath("/org/freedesktop/secrets");
constexpr QLatin1StringView ServiceInterface("org.freedesktop.Secret.Service");
constexpr QLatin1StringView CollectionInterface("org.freedesktop.Secret.Collection");
constexpr QLatin1StringView PromptInterface("org.freedesktop.Secret.Prompt");
constexpr QLatin1StringView Properties("org.freedesktop.DBus.Properties");
constexpr QLatin1StringView Nothing("/");

VaultError errorFrom(const QDBusError &error)
{
    switch (error.type()) {
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
        return vaultError(Trouble::NoBus);
    case QDBusError::ServiceUnknown:
        return vaultError(Trouble::NoService);
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return vaultError(Trouble::Hung);
    case QDBusError::AccessDenied:
        return vaultError(Trouble::Denied);
    default:
        break;
    }
    // Known to the bus, but it could not be started.
    if (error.name().startsWith(QLatin1String("org.freedesktop.DBus.Error.Spawn.")))
        return vaultError(Trouble::NoService);
    if (error.name() == u"org.freedesktop.Secret.Error.IsLocked")
        return vaultError(Trouble::Locked);
    return vaultError(Trouble::Other, error.message());
}

QString tr(const char *text) { return QCoreApplication::translate("Vault", text); }

/// It answers something else than its interface says.
VaultError oddAnswer() { return vaultError(Trouble::Other, tr("its answer is not understood")); }

std::optional<QString> pathIn(const QVariantList &answer, qsizetype at)
{
    const QVariant value = answer.value(at);
    if (value.metaType() != QMetaType::fromType<QDBusObjectPath>())
        return std::nullopt;
    const QString path = value.value<QDBusObjectPath>().path();
    return path == Nothing ? QString() : path;
}

} // namespace

SecretService::SecretService(QObject *parent) : QObject(parent)
{
    qDBusRegisterMetaType<Attributes>();
}

SecretService::~SecretService() { leaveBus(); }

/// What hears its signals goes first: it would tell a connection that is gone about its own end.
void SecretService::leaveBus()
{
    m_watcher.reset();
    m_changes.reset();
    if (m_bus)
        QDBusConnection::disconnectFromBus(m_bus->name());
    m_bus.reset();
}

/// A connection of our own, since Qt's shared one never comes back once it was lost.
QDBusConnection &SecretService::bus()
{
    if (m_bus && m_bus->isConnected())
        return *m_bus;
    static int count = 0;
    leaveBus();
    m_bus = std::make_unique<QDBusConnection>(QDBusConnection::connectToBus(
        QDBusConnection::SessionBus, QStringLiteral("chartwright-keychain-%1").arg(++count)));
    if (!m_bus->isConnected())
        return *m_bus;
    m_watcher = std::make_unique<QDBusServiceWatcher>(Name, *m_bus,
                                                      QDBusServiceWatcher::WatchForOwnerChange);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &before, const QString &) {
                if (!before.isEmpty())
                    emit ended();
                emit changed();
            });
    m_changes = std::make_unique<QTimer>(); // several at once count as one
    m_changes->setSingleShot(true);
    connect(m_changes.get(), &QTimer::timeout, this, &SecretService::changed);
    for (const auto *signal : {"CollectionChanged", "CollectionCreated", "CollectionDeleted"})
        m_bus->connect({}, ServicePath, ServiceInterface, QLatin1String(signal), m_changes.get(),
                       SLOT(start()));
    return *m_bus;
}

void SecretService::call(QObject *context, const QString &path, QLatin1StringView interface,
                         QLatin1StringView method, const QVariantList &arguments, Limit limit,
                         const Answer &answer)
{
    QDBusConnection &connection = bus();
    if (!connection.isConnected()) {
        // Never before the caller has returned.
        QTimer::singleShot(0, context, [answer] { answer(vaultFailure(Trouble::NoBus)); });
        return;
    }
    QDBusMessage message = QDBusMessage::createMethodCall(Name, path, interface, method);
    message.setArguments(arguments);
    // Our own limit comes first: D-Bus reports a service that died as if it had been slow.
    const auto later = limit + std::chrono::minutes(1);
    auto *watcher = new QDBusPendingCallWatcher(
        connection.asyncCall(message, int(Limit(later).count())), context);
    auto *timer = new QTimer(watcher);
    timer->setSingleShot(true);
    timer->start(limit);
    connect(timer, &QTimer::timeout, context, [watcher, answer] {
        watcher->disconnect(); // nobody hears a late answer
        watcher->deleteLater();
        answer(vaultFailure(Trouble::Hung));
    });
    connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, timer, answer] {
        const QDBusPendingReply<> reply = *watcher;
        const QVariantList values = reply.reply().arguments();
        const bool failed = reply.isError();
        const QDBusError error = reply.error();
        watcher->disconnect();
        watcher->deleteLater();
        timer->stop();
        if (failed)
            answer(tl::unexpected(errorFrom(error)));
        else
            answer(values);
    });
}

void SecretService::findCollection(QObject *context, Limit limit, const Then<Collection> &then)
{
    const auto readLock = [this, context, limit, then](const QString &path) {
        call(context, path, Properties, QLatin1StringView("Get"),
             {QString(CollectionInterface), QStringLiteral("Locked")}, limit,
             [path, then](const VaultResult<QVariantList> &answer) {
                 if (!answer)
                     then(tl::unexpected(answer.error()));
                 else
                     then(Collection{
                         path, qdbus_cast<QDBusVariant>(answer->value(0)).variant().toBool()});
             });
    };
    call(context, ServicePath, ServiceInterface, QLatin1StringView("ReadAlias"),
         {QStringLiteral("default")}, limit,
         [readLock, then](const VaultResult<QVariantList> &answer) {
             const auto path = answer ? pathIn(*answer, 0) : std::nullopt;
             if (!answer)
                 then(tl::unexpected(answer.error()));
             else if (!path)
                 then(tl::unexpected(oddAnswer()));
             else if (path->isEmpty())
                 then(Collection());
             else
                 readLock(*path);
         });
}

void SecretService::findItem(const ValueKey &key, QObject *context, Limit limit,
                             const Then<Found> &then)
{
    // QtKeychain's attributes.
    const Attributes attributes{{QStringLiteral("user"), key.text()},
                                {QStringLiteral("server"), KeychainName}};
    call(context, ServicePath, ServiceInterface, QLatin1StringView("SearchItems"),
         {QVariant::fromValue(attributes)}, limit, [then](const VaultResult<QVariantList> &answer) {
             if (!answer)
                 return then(tl::unexpected(answer.error()));
             const auto unlocked = qdbus_cast<Paths>(answer->value(0));
             const auto locked = qdbus_cast<Paths>(answer->value(1));
             then(!unlocked.isEmpty() ? Found::Unlocked
                  : !locked.isEmpty() ? Found::Locked
                                      : Found::No);
         });
}

void SecretService::unlock(const QString &collection, QObject *context, Limit limit, Limit person,
                           const Then<void> &then)
{
    const Paths paths{QDBusObjectPath(collection)};
    call(context, ServicePath, ServiceInterface, QLatin1StringView("Unlock"),
         {QVariant::fromValue(paths)}, limit,
         [this, context, limit, person, then](const VaultResult<QVariantList> &answer) {
             const auto prompt = answer ? pathIn(*answer, 1) : std::nullopt;
             if (!answer)
                 then(tl::unexpected(answer.error()));
             else if (!prompt)
                 then(tl::unexpected(oddAnswer()));
             else if (prompt->isEmpty())
                 then({}); // it needs nobody
             else
                 ask(*prompt, context, limit, person, then);
         });
}

void SecretService::ask(const QString &path, QObject *context, Limit limit, Limit person,
                        const Then<void> &then)
{
    auto *prompt = new SecretServicePrompt(context);
    // Any peer could send this signal, so it is no proof: who waits for it looks at the lock again.
    // Qt looks the signature up as it is written.
    // clang-format off
    bus().connect({}, path, PromptInterface, QStringLiteral("Completed"), prompt,
                  SLOT(complete(bool,QDBusVariant)));
    // clang-format on
    connect(prompt, &SecretServicePrompt::completed, context, [prompt, then](bool refused) {
        prompt->deleteLater();
        refused ? then(vaultFailure(Trouble::Denied)) : then({});
    });
    connect(this, &SecretService::ended, prompt, [prompt, then] {
        prompt->giveUp();
        then(vaultFailure(Trouble::Other, tr("its service has ended")));
    });
    QTimer::singleShot(person, prompt, [prompt, then] {
        prompt->giveUp();
        then(vaultFailure(Trouble::Denied));
    });
    call(prompt, path, PromptInterface, QLatin1StringView("Prompt"), {QString()}, limit,
         [prompt, then](const VaultResult<QVariantList> &answer) {
             if (answer)
                 return;
             prompt->giveUp();
             then(tl::unexpected(answer.error()));
         });
}

} // namespace chartwright
