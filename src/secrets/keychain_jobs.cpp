// SPDX-License-Identifier: Apache-2.0
#include "secrets/keychain_jobs.h"

#include "secrets/secret_service.h"

#include <QLibrary>
#include <QQueue>
#include <qt6keychain/keychain.h>

namespace chartwright {
namespace {

/// QtKeychain chooses its backend at the first job, and on Plasma takes KWallet's own interface:
/// where our questions about state would go to another place than the values, and where 0.13 calls
/// a failed write a success. KWallet is a Secret Service too.
class BackendChoice
{
public:
    BackendChoice() : m_session(qgetenv(Session))
    {
        qputenv("QTKEYCHAIN_BACKEND", "libsecret"); // what 0.14 and later ask
        if (!m_session.isNull())
            qunsetenv(Session);
    }
    ~BackendChoice()
    {
        if (!m_session.isNull())
            qputenv(Session, m_session);
    }
    Q_DISABLE_COPY_MOVE(BackendChoice)

private:
    static constexpr const char *Session = "KDE_SESSION_VERSION";
    QByteArray m_session;
};

/// libsecret shares GLib's connection to the session bus, which ends the program by SIGTERM when
/// the bus goes away. A designer with unsaved work must not end so. Asked again for each job, since
/// a new bus brings a new connection.
void outliveTheBus()
{
    using Get = void *(*)(int, void *, void **);
    using SetExitOnClose = void (*)(void *, int);
    using Unref = void (*)(void *);
    static QLibrary gio(QStringLiteral("gio-2.0"), 0);
    static const auto get = Get(gio.resolve("g_bus_get_sync"));
    static const auto setExitOnClose =
        SetExitOnClose(gio.resolve("g_dbus_connection_set_exit_on_close"));
    static const auto unref = Unref(gio.resolve("g_object_unref"));
    constexpr int sessionBus = 2;
    if (!get || !setExitOnClose || !unref)
        return; // without GLib there is no libsecret either
    if (void *connection = get(sessionBus, nullptr, nullptr)) {
        setExitOnClose(connection, 0);
        unref(connection);
    }
}

VaultError errorFrom(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return vaultError(Trouble::Denied);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return vaultError(Trouble::NoService);
    // Also of one that was locked just now, or that the person did not let us have: never
    // "missing".
    case QKeychain::EntryNotFound:
        return vaultError(Trouble::Denied);
    default:
        return vaultError(Trouble::Other, job.errorString());
    }
}

} // namespace

struct KeychainJobs::Queue
{
    QQueue<std::shared_ptr<Job>> waiting;
    bool isRunning = false;
};

KeychainJobs::KeychainJobs() : m_queue(std::make_shared<Queue>()) {}

KeychainJobs::~KeychainJobs() { m_queue->waiting.clear(); }

void KeychainJobs::add(const std::shared_ptr<Job> &job)
{
    m_queue->waiting.enqueue(job);
    startNext(m_queue);
}

void KeychainJobs::drop(Job &job)
{
    job.done = nullptr;
    job.value.clear();
}

void KeychainJobs::forgetSession()
{
    QLibrary libsecret(QStringLiteral("secret-1"), 0);
    if (const auto disconnect = libsecret.resolve("secret_service_disconnect"))
        disconnect();
}

void KeychainJobs::startNext(const std::shared_ptr<Queue> &queue)
{
    while (!queue->waiting.isEmpty() && !queue->waiting.head()->done)
        queue->waiting.dequeue();
    if (queue->isRunning || queue->waiting.isEmpty())
        return;
    const std::shared_ptr<Job> job = queue->waiting.dequeue();
    queue->isRunning = true;

    QKeychain::Job *running = nullptr;
    QByteArray bytes; // shared with the job's, so that wiping it wipes both
    if (job->verb == Verb::Write) {
        bytes = QByteArray(job->value.view().data(), job->value.size());
        job->value.clear();
        auto *write = new QKeychain::WritePasswordJob(KeychainName);
        write->setBinaryData(bytes);
        running = write;
    } else if (job->verb == Verb::Read) {
        running = new QKeychain::ReadPasswordJob(KeychainName);
    } else {
        running = new QKeychain::DeletePasswordJob(KeychainName);
    }
    running->setKey(job->key);
    static auto choice = std::make_shared<BackendChoice>();
    QObject::connect(running, &QKeychain::Job::finished, running,
                     [queue, job, bytes, kept = choice](QKeychain::Job *finished) mutable {
                         wipe(bytes);
                         SecretValue value;
                         if (auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(finished)) {
                             QByteArray shared = read->binaryData();
                             value = SecretValue::take(shared);
                         }
                         const auto done = std::exchange(job->done, nullptr);
                         queue->isRunning = false;
                         if (done && finished->error() == QKeychain::NoError)
                             done(std::move(value));
                         else if (done)
                             done(tl::unexpected(errorFrom(*finished)));
                         startNext(queue);
                     });
    choice.reset(); // the first job's alone
    outliveTheBus();
    running->start();
}

} // namespace chartwright
